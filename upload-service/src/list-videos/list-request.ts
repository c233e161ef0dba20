import * as v from 'valibot';
import { readCursor } from '../library/cursor.ts';
import { parametersIn, queryParameters } from '#api/query-parameters';
import type { VideoQuery } from '#api/video-query';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

const ListParameters = v.strictObject(
  {
    ...queryParameters,
    limit: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\d{1,3}$/u, 'limit must be a number.'),
        v.transform(Number),
        v.minValue(1, 'limit must be at least 1.'),
        v.maxValue(MAX_LIMIT, `limit must be at most ${MAX_LIMIT}.`),
      ),
      `${DEFAULT_LIMIT}`,
    ),
    cursor: v.exactOptional(v.pipe(v.string(), v.maxLength(300, 'cursor is too long.'))),
  },
  ({ path, expected, message }) =>
    expected === 'never' ? `Unknown parameter: ${String(path?.[0].key)}.` : message,
);

export type ListRequest = { query: VideoQuery; limit: number; before?: string };

const ListRequest = v.pipe(
  ListParameters,
  v.rawTransform(({ dataset, addIssue, NEVER }): ListRequest => {
    const { label: labels, limit, cursor, ...conditions } = dataset.value;
    const query = { labels, ...conditions };
    if (cursor === undefined) return { query, limit };
    const before = readCursor(cursor, query);
    if (before === undefined) {
      addIssue({ message: 'cursor does not belong to this query.' });
      return NEVER;
    }
    return { query, limit, before };
  }),
);

/** The query in a query string. */
export const parseListRequest = (queryString: string) =>
  v.safeParse(ListRequest, parametersIn(queryString));
