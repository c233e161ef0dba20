import { bodyAt, type Parent, putBox, tracksOf } from './movie-tree.ts';

/** The content of a table of the movie. */
export const tableOf = (moov: Parent, table: string): Buffer => {
  const [film] = tracksOf(moov);
  if (!film) throw new Error('There is no track');
  return bodyAt(film, ...TABLES, table);
};

const TABLES = ['mdia', 'minf', 'stbl'];

/** Puts this content into a table of the movie. */
export const putTable = (moov: Parent, type: string, body: Buffer) => {
  const [film] = tracksOf(moov);
  if (film) putBox(film, TABLES, { type, body });
};
