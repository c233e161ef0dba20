import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { VideoQuery } from '#api/video-query';

const Cursor = v.tuple([
  v.string(),
  v.pipe(v.string(), v.regex(/^\d{4}-[\dTZ:.-]+#[\da-f-]{36}$/u)),
]);

/** Where the next page of a query begins, as URL text. */
export const cursorAt = (before: string, query: VideoQuery): string =>
  Buffer.from(JSON.stringify([fingerprint(query), before])).toString('base64url');

/** Undefined for a cursor that does not belong to this query. */
export const readCursor = (cursor: string, query: VideoQuery): string | undefined => {
  const text = Buffer.from(cursor, 'base64url').toString();
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Cursor), text);
  if (!parsed.success) return undefined;
  const [of, before] = parsed.output;
  return of === fingerprint(query) ? before : undefined;
};

const fingerprint = (query: VideoQuery) => {
  const fields = Object.entries(query).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 12);
};
