import '@testing-library/jest-dom';

// axe looks whether it could measure colours: jsdom has no canvas, and says so at length.
HTMLCanvasElement.prototype.getContext = () => null;
