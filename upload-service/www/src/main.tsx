import { render } from 'preact';
import './design/tokens.css';
import './design/base.css';
import './design/controls.css';
import './design/print.css';
import { App } from './app.tsx';

const root = document.getElementById('app');
if (root) render(<App />, root);
