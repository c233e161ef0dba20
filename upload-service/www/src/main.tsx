import { render } from 'preact';
import { App } from './app.tsx';
import './design/tokens.css';
import './design/base.css';
import './design/controls.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
