import { createLiveDisplay } from './live-display.ts';

/** A terminal, or whatever output is piped into. */
export type Output = NodeJS.WritableStream & { isTTY?: boolean };

/** Something under way: what it is, how far it is, and since when. */
export type Line = { title: string; parts: string[]; since: number };

export type Display = {
  /** Shows how something that is under way stands now. */
  set: (id: string, line: Line) => void;
  remove: (id: string) => void;
  /** Writes text that stays. */
  print: (text: string) => void;
  close: () => void;
};

/** A terminal shows what is under way in place; a pipe gets a line for every change. */
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
