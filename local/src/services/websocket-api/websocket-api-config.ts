import type { AccessLog } from '../http-api/access-log.ts';
import type { Throttling } from '../http-api/http-api-config.ts';

/** A route such as `$connect` or `subscribe`; `responds` sends the function's body back to the client. */
export type SocketRoute = {
  routeKey: string;
  functionName: string;
  timeoutMs: number;
  responds: boolean;
};

/** A WebSocket API with one stage; `actionField` is the `x` of the `$request.body.x` that selects the route. */
export type WebSocketApiConfig = {
  id: string;
  name: string;
  stage: string;
  actionField: string;
  routes: SocketRoute[];
  throttling?: Throttling | undefined;
  accessLog?: AccessLog | undefined;
};

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const LIMITS = {
  frameBytes: 32 * 1024,
  messageBytes: 128 * 1024,
  idleMs: 10 * 60_000,
  durationMs: 2 * 60 * 60_000,
};

export type Limits = typeof LIMITS;
