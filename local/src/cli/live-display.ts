import { styleText } from 'node:util';
import { createLogUpdate } from 'log-update';
import type { Display, Line } from './display.ts';
import type { Output } from './terminal.ts';

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

/** Keeps active items at the bottom of the terminal, and permanent text above them. */
export const createLiveDisplay = (output: Output): Display => {
  const update = createLogUpdate(output);
  const lines = new Map<string, Line>();
  let frame = 0;
  const render = () => {
    const spinner = SPINNER[frame % SPINNER.length] ?? '';
    update(Array.from(lines.values(), (line) => format(line, spinner, output)).join('\n'));
  };
  const timer = setInterval(() => {
    frame += 1;
    if (lines.size > 0) render();
  }, FRAME_MS);
  return {
    set: (id, line) => {
      lines.set(id, line);
      render();
    },
    remove: (id) => {
      lines.delete(id);
      render();
    },
    print: (text) => {
      update.clear();
      // Bypasses the update library, which would break long paths into lines.
      output.write(`${text}\n`);
      render();
    },
    close: () => {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
};

const format = ({ title, parts, since }: Line, spinner: string, stream: Output) => {
  const seconds = Math.floor((Date.now() - since) / 1000);
  const rest = styleText('dim', ['', ...parts, `${seconds} s`].join(' · '), { stream });
  return `${styleText('cyan', spinner, { stream })} ${title}${rest}`;
};
