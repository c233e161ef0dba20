import type { AccessLog } from './access-log.ts';

/** Requests a second, and how many may come at once. */
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

/** A route such as `GET /metadata/{session}`, `ANY /{proxy+}` or `$default`, and the function behind it. */
export type Route = {
  routeKey: string;
  functionName: string;
  timeoutMs: number;
  throttling?: Throttling | undefined;
};

/** An HTTP API with its `$default` stage; `throttling` is for each route without its own. */
export type HttpApiConfig = {
  id: string;
  name: string;
  routes: Route[];
  cors?: Cors | undefined;
  throttling?: Throttling | undefined;
  accessLog?: AccessLog | undefined;
};

/** Runs a function and waits for its answer; rejects when it cannot be run at all. */
export type Invoke = (
  functionName: string,
  payload: string,
) => Promise<{ payload: string; functionError?: string }>;
