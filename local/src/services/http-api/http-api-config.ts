import type { AccessLog } from './access-log.ts';

/** Requests per second, and the burst. */
export type Throttling = { ratePerSecond: number; burst: number };

/** `CorsConfiguration` of an HTTP API. */
export type Cors = {
  allowOrigins: string[];
  allowMethods: string[];
  allowHeaders: string[];
  exposeHeaders: string[];
  allowCredentials: boolean;
  maxAgeSeconds?: number | undefined;
};

/** A route such as `GET /metadata/{session}`, `ANY /{proxy+}` or `$default`, and its function. */
export type Route = {
  routeKey: string;
  functionName: string;
  timeoutMs: number;
  throttling?: Throttling | undefined;
};

/** An HTTP API with its `$default` stage; `throttling` applies to each route without its own. */
export type HttpApiConfig = {
  id: string;
  name: string;
  routes: Route[];
  cors?: Cors | undefined;
  throttling?: Throttling | undefined;
  accessLog?: AccessLog | undefined;
};

/** Invokes a function and waits for its response; rejects if it cannot be invoked. */
export type Invoke = (
  functionName: string,
  payload: string,
) => Promise<{ payload: string; functionError?: string }>;
