import type { Display } from './display.ts';
import { createLiveDisplay } from './live-display.ts';
import type { Output } from './terminal.ts';

/** A terminal updates active items in place; a pipe gets a line for every change. */
export const createDisplay = (output: Output): Display =>
  output.isTTY ? createLiveDisplay(output) : createPlainDisplay(output);

const createPlainDisplay = (output: Output): Display => {
  const shown = new Map<string, string>();
  const print = (text: string) => void output.write(`${text}\n`);
  return {
    set: (id, { title, parts }) => {
      const text = parts.length > 0 ? `${title}: ${parts.join(', ')}` : title;
      if (shown.get(id) !== text) print(text);
      shown.set(id, text);
    },
    remove: (id) => void shown.delete(id),
    print,
    close: () => shown.clear(),
  };
};
