import type { HttpApiConfig } from './http-api-config.ts';
import {
  bySpecificity,
  matchesMethod,
  matchPath,
  refuseClashes,
  routesOf,
  type ApiRoute,
} from './routes.ts';

/** The routes of all HTTP APIs, merged. */
export const createRouter = () => {
  const apis = new Map<string, HttpApiConfig>();
  let routes: ApiRoute[] = [];

  const use = (candidates: Iterable<HttpApiConfig>) => {
    const next = [...candidates].flatMap(routesOf);
    refuseClashes(next);
    routes = next.toSorted(bySpecificity);
  };

  return {
    /** Adds or changes the API; throws, and changes nothing, if it conflicts with another one. */
    set: (api: HttpApiConfig) => {
      use(new Map(apis).set(api.id, api).values());
      apis.set(api.id, api);
    },

    remove: (id: string) => {
      apis.delete(id);
      use(apis.values());
    },

    /** The route of a request and the decoded variables in its path. */
    find: (method: string, path: string) => {
      for (const route of routes) {
        const variables = matchesMethod(route, method) && matchPath(route, path);
        if (variables) return { route, pathParameters: decodeValues(variables) };
      }
      return undefined;
    },

    /** The API that a path belongs to, whatever the method. */
    findApi: (path: string) => routes.find((route) => matchPath(route, path))?.api,
  };
};

const decodeValues = (variables: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
