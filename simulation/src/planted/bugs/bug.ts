/** A bug: in this file, `wrong` replaces `right`. */
export type Bug = { file: string; right: string; wrong: string };
