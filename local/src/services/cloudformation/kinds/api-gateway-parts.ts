import type { AccessLog } from '../../http-api/access-log.ts';
import type { Cors, HttpApiConfig, Throttling } from '../../http-api/http-api-config.ts';
import type { HttpApi } from '../../http-api/http-api.ts';
import type { WebSocketApiConfig } from '../../websocket-api/websocket-api-config.ts';
import type { WebSocketApi } from '../../websocket-api/websocket-api.ts';

// The default of an HTTP API's integrations is more than a WebSocket API allows.
const MAX_WEBSOCKET_TIMEOUT_MS = 29_000;

/** The gateways that serve APIs. */
export type Gateways = {
  http: Pick<HttpApi, 'url' | 'configureApi' | 'removeApi'>;
  webSocket: Pick<WebSocketApi, 'endpoint' | 'configureApi' | 'removeApi'>;
};

export type StagePart = {
  name: string;
  throttling: Throttling;
  routeThrottling: Record<string, Throttling>;
  accessLog: AccessLog | undefined;
};

/** The parts of one API in a deployment: routes by route key, integrations by id. */
export type ApiParts = {
  stage?: StagePart;
  integrations: Map<string, { functionName: string; timeoutMs: number }>;
  routes: Map<string, { integrationId: string; responds: boolean }>;
};

/** Collects the parts of each API while a deployment is planned. */
export const createApiParts = () => {
  const apis = new Map<string, ApiParts>();

  return (apiId: string): ApiParts => {
    const parts = apis.get(apiId) ?? { integrations: new Map(), routes: new Map() };
    apis.set(apiId, parts);
    return parts;
  };
};

/** Builds an HTTP API from its parts. */
export const httpApi = (
  api: { id: string; name: string; cors: Cors | undefined },
  parts: ApiParts,
): HttpApiConfig => {
  const { name, throttling, routeThrottling, accessLog } = stageOf(parts);
  if (name !== '$default') {
    throw new Error(`an HTTP API is served at the stage $default only, not at ${name}`);
  }
  const routes = routesOf(parts).map(({ routeKey, functionName, timeoutMs }) => ({
    routeKey,
    functionName,
    timeoutMs,
    throttling: routeThrottling[routeKey],
  }));
  return { ...api, throttling, routes, accessLog };
};

/** Builds a WebSocket API from its parts. */
export const webSocketApi = (
  api: { id: string; name: string; actionField: string },
  parts: ApiParts,
): WebSocketApiConfig => {
  const { name, throttling, accessLog } = stageOf(parts);
  const routes = routesOf(parts).map((route) => ({
    ...route,
    timeoutMs: Math.min(route.timeoutMs, MAX_WEBSOCKET_TIMEOUT_MS),
  }));
  return { ...api, stage: name, throttling, routes, accessLog };
};

const stageOf = ({ stage }: ApiParts) => {
  if (!stage) throw new Error('without a stage an API cannot be reached');
  return stage;
};

const routesOf = ({ integrations, routes }: ApiParts) =>
  Array.from(routes, ([routeKey, { integrationId, responds }]) => {
    const integration = integrations.get(integrationId);
    if (!integration) throw new Error(`route "${routeKey}" leads to no integration`);
    return { routeKey, responds, ...integration };
  });
