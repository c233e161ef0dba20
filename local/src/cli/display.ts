/** An active item: what it is, its progress, and since when. */
export type Line = { title: string; parts: string[]; since: number };

export type Display = {
  /** Shows the current progress of an item. */
  set: (id: string, line: Line) => void;
  remove: (id: string) => void;
  /** Writes permanent text. */
  print: (text: string) => void;
  close: () => void;
};
