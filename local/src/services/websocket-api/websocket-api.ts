import type { LogAccess } from '../http-api/access-log.ts';
import type { Translate } from '../http-api/translate.ts';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpApi } from '../http-api/http-api.ts';
import type { Invoke } from '../http-api/http-api-config.ts';
import { createThrottle } from '../http-api/throttle.ts';
import { createConnections } from './connections.ts';
import { refuse } from './handshake.ts';
import { createIntegrations } from './integrations.ts';
import { createManagement } from './management.ts';
import { createSockets } from './sockets.ts';
import { LIMITS, type Limits, type WebSocketApiConfig } from './websocket-api-config.ts';

// The first segment of every WebSocket address on the page port.
const MOUNT = 'websocket';

export type WebSocketApiOptions = {
  pagePort: Pick<HttpApi, 'server' | 'url' | 'mount'>;
  invoke: Invoke;
  /** Authenticates a request for `@connections` to the page port and passes it to `handle`. */
  authenticate: Parameters<HttpApi['mount']>[1];
  now?: () => number;
  translate?: Translate;
  logAccess?: LogAccess;
  limits?: Limits;
};

export type WebSocketApi = ReturnType<typeof startWebSocketApi>;

/** The WebSocket APIs of all stacks on the page port, each at `/websocket/<id>/<stage>`. */
export const startWebSocketApi = (options: WebSocketApiOptions) => {
  const { pagePort, invoke, authenticate, now = Date.now, limits = LIMITS } = options;
  const { translate = () => undefined, logAccess = () => undefined } = options;
  const apis = new Map<string, WebSocketApiConfig>();
  const connections = createConnections(limits, now);
  const sockets = createSockets(
    { connections, limits },
    { run: createIntegrations(invoke), allow: createThrottle(now), now, translate, logAccess },
  );

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Until a connection owns it, a socket whose client disconnects must not crash the process.
    socket.on('error', () => undefined);
    const [, mount, id = '', stage] = request.url?.split(/[/?]/u) ?? [];
    const api = mount === MOUNT ? apis.get(id) : undefined;
    if (api && api.stage === stage) {
      void sockets.upgrade(() => apis.get(id) ?? api, request, { socket, head });
    } else {
      refuse(socket, 403);
    }
  };
  pagePort.server.on('upgrade', upgrade);
  pagePort.mount(MOUNT, authenticate);

  return {
    /** `ApiEndpoint` of the API: clients append `/<stage>`. */
    endpoint: (id: string) => `${pagePort.url.replace(/^http/u, 'ws')}/${MOUNT}/${id}`,

    configureApi: (api: WebSocketApiConfig) => void apis.set(api.id, api),

    removeApi: (id: string) => {
      apis.delete(id);
      connections.end(id);
    },

    handle: createManagement(connections, limits.messageBytes),

    stop: async () => {
      pagePort.server.off('upgrade', upgrade);
      await sockets.stop();
    },
  };
};
