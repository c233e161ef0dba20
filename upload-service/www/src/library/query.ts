import * as v from 'valibot';
import { parametersIn, queryParameters } from '#api/query-parameters';
import type { VideoQuery } from '#api/video-query';

const Query = v.pipe(
  v.object(queryParameters),
  v.transform(({ label: labels, ...conditions }): VideoQuery => ({ labels, ...conditions })),
);

const EVERYTHING: VideoQuery = { labels: [] };

/** A query, and the ignored invalid parts, in words. */
export type ReadQuery = { query: VideoQuery; problems: string[] };

/** Parses the query of an address. */
export const readQuery = (search: string): ReadQuery => readParameters(parametersIn(search));

/** Parses the query of parameters. */
export const readParameters = (parameters: Record<string, unknown>): ReadQuery => {
  const read = v.safeParse(Query, parameters);
  if (read.success) return { query: read.output, problems: [] };
  const wrong = new Set(read.issues.map(({ path }) => String(path?.[0].key)));
  const rest = Object.entries(parameters).filter(([name]) => !wrong.has(name));
  return {
    query: v.parse(Query, Object.fromEntries(rest)),
    problems: read.issues.map(({ message }) => message),
  };
};

/** The query for an address and for `GET /videos`: `?label=Dog&hours=22-6`, or an empty string. */
export const formatQuery = (query: VideoQuery): string => {
  const { labels, camera, door, state, from, to, hours, text } = query;
  const conditions = {
    ...{ camera, door, state, from, to },
    hours: hours && `${hours.from}-${hours.to}`,
    text,
  };
  const parameters = new URLSearchParams(labels.map((label) => ['label', label]));
  for (const [name, value] of Object.entries(conditions))
    if (value !== undefined) parameters.set(name, value);
  return parameters.size > 0 ? `?${parameters.toString()}` : '';
};

/** Whether the query has no conditions. */
export const asksForAll = (query: VideoQuery): boolean => formatQuery(query) === '';

/** The query without one of its conditions. */
export const without = (query: VideoQuery, ...names: (keyof VideoQuery)[]): VideoQuery => {
  const rest = Object.entries(query).filter(([name]) => !names.some((each) => each === name));
  return { ...EVERYTHING, ...Object.fromEntries(rest) };
};
