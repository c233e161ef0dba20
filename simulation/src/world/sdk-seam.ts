import { createRequire } from 'node:module';
import type { HttpAnswer, HttpQuestion } from '../cloud/http.ts';

type SdkRequest = {
  method: string;
  hostname: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
};

type Strategy = {
  capacity?: number;
  rateLimiter?: object;
  standardRetryStrategy?: Strategy;
};
type SdkClient = { config: { retryStrategy: () => Promise<Strategy> } };

/** Answers every request of every AWS client in this process. */
export type Answer = (question: HttpQuestion) => Promise<HttpAnswer>;

// Clients load the same copies: they are CommonJS.
const require = createRequire(import.meta.url);

/** Replaces the network beneath all AWS clients with `answer`; returns a function that makes them forget a world. */
export const installSdkSeam = (answer: Answer) => {
  const clients = new Set<SdkClient>();
  const { NodeHttpHandler } = require('@smithy/node-http-handler') as {
    NodeHttpHandler: { prototype: { handle: (request: SdkRequest) => Promise<object> } };
  };
  NodeHttpHandler.prototype.handle = async (request) => ({
    response: toResponse(await answer(toQuestion(request))),
  });

  const { Client } = require('@smithy/core/client') as {
    Client: { prototype: { send: (this: SdkClient, ...given: unknown[]) => unknown } };
  };
  const { send } = Client.prototype;
  Client.prototype.send = function remembered(...given) {
    clients.add(this);
    return send.apply(this, given);
  };

  /** Resets all clients: what they have learnt about throttling would carry over from one seed to the next. */
  return async (): Promise<void> => {
    for (const { config } of clients) forget(await config.retryStrategy());
  };
};

const INITIAL_RETRY_TOKENS = 500;

const forget = (strategy: Strategy): void => {
  if (strategy.standardRetryStrategy) forget(strategy.standardRetryStrategy);
  if (strategy.capacity !== undefined) strategy.capacity = INITIAL_RETRY_TOKENS;
  if (strategy.rateLimiter)
    strategy.rateLimiter = Reflect.construct(
      strategy.rateLimiter.constructor as new () => object,
      [],
    );
};

const toQuestion = ({ method, hostname, path, query = {}, headers, body }: SdkRequest) => ({
  method,
  hostname,
  path,
  query: Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, String(value ?? '')]),
  ),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  ),
  body: toBuffer(body),
});

const toBuffer = (body: unknown): Buffer => {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new Error('A request has a body that is neither text nor bytes');
};

const toResponse = ({ status, headers = {}, body = '' }: HttpAnswer) => ({
  statusCode: status,
  headers,
  body: typeof body === 'string' ? Buffer.from(body) : body,
});
