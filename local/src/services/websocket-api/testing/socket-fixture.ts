import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { afterEach } from '@jest/globals';
import { WebSocket, type ClientOptions } from 'ws';
import type { AccessContext } from '../../http-api/access-log.ts';
import { startHttpApi } from '../../http-api/http-api.ts';
import { LIMITS, type Limits } from '../websocket-api-config.ts';
import { startWebSocketApi } from '../websocket-api.ts';

export type Event = {
  body?: string;
  headers: Record<string, string>;
  requestContext: Record<string, unknown>;
};

type Functions = Record<string, (event: Event) => unknown>;

/** A WebSocket API with a route for each function; a route fails if its function returns an error. */
const startSocketFixture = async (functions: Functions, limits: Partial<Limits> = {}) => {
  const events: Event[] = [];
  const accesses: AccessContext[] = [];
  const invoke = async (name: string, payload: string) => {
    const event = JSON.parse(payload) as Event;
    events.push(event);
    const result = await functions[name]?.(event);
    if (result instanceof Error) return { payload: '{}', functionError: 'Unhandled' };
    return { payload: JSON.stringify(result ?? { statusCode: 200 }) };
  };
  const pagePort = await startHttpApi({ host: '127.0.0.1', port: 0, invoke });
  const api = startWebSocketApi({
    pagePort,
    invoke,
    limits: { ...LIMITS, ...limits },
    logAccess: (_log, context) => accesses.push(context),
    authenticate: async (request, response) => api.handle(request, response, await buffer(request)),
  });
  const configure = (throttling = { burst: 100, ratePerSecond: 100 }) =>
    api.configureApi({
      id: 'socket1',
      name: 'dev-upload-websockets',
      stage: 'dev',
      actionField: 'action',
      throttling,
      routes: Object.keys(functions).map((routeKey) => ({
        routeKey,
        functionName: routeKey,
        timeoutMs: routeKey === 'slow' ? 50 : 29_000,
        responds: routeKey === 'echo',
      })),
    });
  configure();
  let stopped: Promise<void> | undefined;
  const address = `${api.endpoint('socket1')}/dev`;
  const open = (url = address, options: ClientOptions = {}) => new WebSocket(url, options);

  return {
    api,
    events,
    accesses,
    configure,
    address,
    host: new URL(pagePort.url).host,
    open,

    connected: async (...args: Parameters<typeof open>) => {
      const client = open(...args);
      await once(client, 'open');
      return client;
    },

    /** Can be called again. */
    stop: () => (stopped ??= api.stop().then(pagePort.stop)),
  };
};

type SocketFixture = Awaited<ReturnType<typeof startSocketFixture>>;

/** How a test file starts its fixtures; each is stopped after its test. */
export const stoppedAfterEach = () => {
  const started: SocketFixture[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((fixture) => fixture.stop()));
  });
  return async (...options: Parameters<typeof startSocketFixture>) => {
    const fixture = await startSocketFixture(...options);
    started.push(fixture);
    return fixture;
  };
};

export const nextMessage = async (client: WebSocket) => {
  const [data] = (await once(client, 'message')) as [Buffer];
  return data.toString();
};

export const closing = async (client: WebSocket) => {
  const [code] = (await once(client, 'close')) as [number];
  return code;
};

export const connectionIdOf = (event: Event | undefined) =>
  String(event?.requestContext['connectionId']);
