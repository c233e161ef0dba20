/** A bug: in this file, `wrong` stands in the place of `right`. */
export type Bug = { file: string; right: string; wrong: string };
