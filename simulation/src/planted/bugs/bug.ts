/** A bug: in this file, `wrong` replaces `right`. */
export type Bug = {
  file: string;
  right: string;
  wrong: string;
  /** Found by the deletion drill, and hardly ever by other histories. */
  byDeletions?: true;
};
