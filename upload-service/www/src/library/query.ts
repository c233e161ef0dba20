import * as v from 'valibot';
import { parametersIn, queryParameters } from '#api/query-parameters';
import type { VideoQuery } from '#api/video-query';

const Query = v.pipe(
  v.object(queryParameters),
  v.transform(({ label: labels, ...conditions }): VideoQuery => ({ labels, ...conditions })),
);

const EVERYTHING: VideoQuery = { labels: [] };

/** A query, and in words what of it cannot be asked and was left out. */
export type ReadQuery = { query: VideoQuery; faults: string[] };

/** What an address asks the library for. */
export const readQuery = (search: string): ReadQuery => readParameters(parametersIn(search));

/** What parameters ask for, as they stand in an address. */
export const readParameters = (parameters: Record<string, unknown>): ReadQuery => {
  const read = v.safeParse(Query, parameters);
  if (read.success) return { query: read.output, faults: [] };
  const wrong = new Set(read.issues.map(({ path }) => String(path?.[0].key)));
  const rest = Object.entries(parameters).filter(([name]) => !wrong.has(name));
  return {
    query: v.parse(Query, Object.fromEntries(rest)),
    faults: read.issues.map(({ message }) => message),
  };
};

/** The query as an address has it and as `GET /videos` takes it: `?label=Dog&hours=22-6`, or nothing. */
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

/** Whether everything is asked for. */
export const asksForAll = (query: VideoQuery): boolean => formatQuery(query) === '';

/** The query without one of its conditions. */
export const without = (query: VideoQuery, ...names: (keyof VideoQuery)[]): VideoQuery => {
  const rest = Object.entries(query).filter(([name]) => !names.some((each) => each === name));
  return { ...EVERYTHING, ...Object.fromEntries(rest) };
};
