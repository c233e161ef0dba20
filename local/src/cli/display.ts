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
