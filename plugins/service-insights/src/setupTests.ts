import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Cards and charts are loaded when they are first shown, and a busy machine takes its time to compile them.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);

// axe looks whether it could measure colours: jsdom has no canvas, and says so at length.
HTMLCanvasElement.prototype.getContext = () => null;
