import '@backstage/ui/css/styles.css';
import { createRoot } from 'react-dom/client';
import { app } from './app';

const container = document.getElementById('root');
if (container === null) throw new Error('The page has no element #root');
createRoot(container).render(app.createRoot());
