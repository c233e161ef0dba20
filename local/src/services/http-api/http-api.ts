import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LogAccess } from './access-log.ts';
import { createGateway } from './gateway.ts';
import type { HttpApiConfig, Invoke } from './http-api-config.ts';
import { createReached, type Reached } from './reached.ts';
import type { Translate } from './translate.ts';
import { openPagePort, send } from './page-port.ts';

export type HttpApiOptions = {
  host: string;
  port: number;
  invoke: Invoke;
  now?: () => number;
  /** For clients that reach the page at an address other than the engine's own. */
  translate?: Translate;
  reached?: Reached;
  logAccess?: LogAccess;
};

export type HttpApi = Awaited<ReturnType<typeof startHttpApi>>;

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The HTTP APIs of all stacks on one port, with merged routes. */
export const startHttpApi = async (options: HttpApiOptions) => {
  const { host, port, now = Date.now, translate = () => undefined } = options;
  const { reached = createReached(), logAccess = () => undefined } = options;
  const { router, answer } = createGateway({
    ...{ invoke: options.invoke, now, translate, reached, logAccess },
  });
  const mounts = new Map<string, Handler>();

  const pagePort = await openPagePort({ host, port }, async (request, response) => {
    const mounted = mounts.get(firstSegment(request.url ?? '/'));
    if (mounted) return mounted(request, response);
    const requestId = randomUUID();
    response.setHeader('apigw-requestid', requestId);
    send(response, await answer(request, requestId));
  });

  return {
    server: pagePort.server,
    url: pagePort.url,
    removeApi: router.remove,
    stop: pagePort.close,

    /** Adds or changes the API; throws if one of its routes conflicts with another API's. */
    configureApi: (api: HttpApiConfig) => {
      for (const { routeKey } of api.routes) {
        const name = firstSegment(routeKey.replace(/^\S+ /u, ''));
        if (mounts.has(name)) {
          throw new Error(
            `${api.name} cannot have the route "${routeKey}": /${name} is the engine's`,
          );
        }
      }
      router.set(api);
    },

    /** Routes every path under `/<name>` to a handler instead of the APIs. */
    mount: (name: string, handler: Handler) => void mounts.set(name, handler),
  };
};

const firstSegment = (path: string) => /^\/([^/?]*)/u.exec(path)?.[1] ?? '';
