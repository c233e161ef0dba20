import type { HttpApiConfig, Route } from './http-api-config.ts';

/** A parsed route: each segment is literal text, `{name}` or, at the end, `{name+}`. */
export type ApiRoute = Route & {
  api: HttpApiConfig;
  method: string;
  segments: string[] | undefined;
};

/** The routes of an API; throws for an invalid route key. */
export const routesOf = (api: HttpApiConfig): ApiRoute[] =>
  api.routes.map((route) => ({ ...route, api, ...parseRouteKey(route.routeKey) }));

const parseRouteKey = (routeKey: string) => {
  if (routeKey === '$default') return { method: 'ANY', segments: undefined };
  const [, method, path] = /^([A-Z]+) \/(\S*)$/u.exec(routeKey) ?? [];
  if (method === undefined || path === undefined) {
    throw new Error(`Route "${routeKey}" is neither "$default" nor "METHOD /path"`);
  }
  return { method, segments: path.split('/') };
};

/** Throws an error with both names if two routes match the same requests. */
export const refuseClashes = (routes: ApiRoute[]) => {
  const taken = new Map<string, ApiRoute>();
  for (const route of routes) {
    const shape = `${route.method} /${route.segments?.map(shapeOf).join('/') ?? '$default'}`;
    const other = taken.get(shape);
    if (other) {
      throw new Error(
        `${route.api.name} and ${other.api.name} both have the route "${route.routeKey}": all HTTP APIs share one port here, so rename one`,
      );
    }
    taken.set(shape, route);
  }
};

const shapeOf = (segment: string) => segment.replace(/^\{[^+]*(\+?)\}$/u, '{$1}');

/**
 * Sorts routes so that the first match is the one API Gateway would choose: full before greedy, text before variables,
 * the method before ANY, `$default` last.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export const bySpecificity = (a: ApiRoute, b: ApiRoute) => (rankOf(a) < rankOf(b) ? -1 : 1);

const rankOf = ({ method, segments }: ApiRoute) => {
  if (!segments) return '9';
  const kinds = segments.map((segment) => (isGreedy(segment) ? 2 : isVariable(segment) ? 1 : 0));
  return [kinds.includes(2) ? 1 : 0, ...kinds, method === 'ANY' ? 1 : 0].join('');
};

/** The undecoded variables of a path that matches the route; undefined if it does not match. */
export const matchPath = ({ segments: pattern }: ApiRoute, path: string) => {
  if (!pattern) return {};
  const segments = path.slice(1).split('/');
  const isFull = !pattern.some(isGreedy);
  if (isFull ? segments.length !== pattern.length : segments.length < pattern.length) return;
  const variables: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const rest = isGreedy(expected) ? segments.slice(index).join('/') : (segments[index] ?? '');
    if (isVariable(expected) && rest !== '') variables[nameOf(expected)] = rest;
    else if (rest !== expected) return;
  }
  return variables;
};

export const matchesMethod = (route: ApiRoute, method: string) =>
  route.method === 'ANY' || route.method === method;

const isVariable = (segment: string) => segment.startsWith('{') && segment.endsWith('}');

const isGreedy = (segment: string) => segment.endsWith('+}');

const nameOf = (variable: string) => variable.slice(1, isGreedy(variable) ? -2 : -1);
