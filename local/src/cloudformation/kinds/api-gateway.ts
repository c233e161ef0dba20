import type * as v from 'valibot';
import { arnOf } from '../../account.ts';
import type { HttpApi } from '../../http-api/http-api.ts';
import type { WebSocketApi } from '../../websocket-api/websocket-api.ts';
import { digestOf, resourceKind, type ResourceKinds } from '../resource-kind.ts';
import { httpApiConfig, socketApiConfig } from './api-gateway-config.ts';
import {
  ApiProperties,
  IntegrationProperties,
  RouteProperties,
  RouteResponseProperties,
  StageProperties,
} from './api-gateway-properties.ts';

/** The gateways that APIs are served by. */
export type ApiPorts = {
  httpApi: Pick<HttpApi, 'url' | 'configureApi' | 'removeApi'>;
  webSocketApi: Pick<WebSocketApi, 'endpoint' | 'configureApi' | 'removeApi'>;
};

type Route = v.InferOutput<typeof RouteProperties>;
type Integration = { functionArn: string; timeoutMs: number };

/** What a deployment declares for its APIs, collected while it is planned. */
export type ApiParts = {
  stages: v.InferOutput<typeof StageProperties>[];
  routes: Route[];
  integrations: Map<string, Integration>;
};

/** The integration that a route leads to. */
export const integrationOf = ({ Target, RouteKey }: Route, parts: ApiParts): Integration => {
  const integration = parts.integrations.get(Target);
  if (!integration) throw new Error(`the route ${RouteKey} leads to no integration`);
  return integration;
};
