import type { IncomingMessage } from 'node:http';

/** A request as its signature covers it: with the raw path and the decoded query. */
export type SignedRequest = {
  method: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
};

/** Parses a request for verification; throws URIError if the query is not percent-encoded UTF-8. */
export const signedRequestOf = (
  message: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
): SignedRequest => {
  const { method = 'GET', url = '/', headers } = message;
  const [, path = '/', query = ''] = /^([^?]*)\??(.*)$/su.exec(url) ?? [];
  return { method, path: path || '/', query: parseQuery(query), headers: flatten(headers) };
};

const parseQuery = (query: string): SignedRequest['query'] => {
  const pairs = query.split('&').filter(Boolean).map(parsePair);
  const byName = Object.groupBy(pairs, ([name]) => name);
  return Object.fromEntries(
    Object.entries(byName).map(([name, values = []]) => [
      name,
      values.length === 1 ? (values[0]?.[1] ?? '') : values.map(([, value]) => value),
    ]),
  );
};

const parsePair = (pair: string): [string, string] => {
  const [name = '', ...value] = pair.replaceAll('+', ' ').split('=');
  return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
};

const flatten = (headers: IncomingMessage['headers']) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
    ),
  );
