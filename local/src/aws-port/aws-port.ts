import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CredentialsStore } from '../auth/credentials.ts';
import { answerError } from './answer-error.ts';
import { createApiHandler, type ApiService, type RequestHandler } from './api-service.ts';
import { guard, type OnError } from './guard.ts';
import { serviceOf } from './service-of.ts';
import { urlOf } from './url-of.ts';

const HEADERS_TIMEOUT_MS = 15_000;
const KEEP_ALIVE_MS = 60_000;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_CONNECTIONS = 1024;

export type AwsPortOptions = {
  host: string;
  port: number;
  credentials: CredentialsStore;
  /** S3 authenticates by itself, because its bodies are streamed, and gets all requests for no other service. */
  s3: RequestHandler;
  services: ApiService[];
  onError?: OnError;
};

type RouterOptions = Pick<AwsPortOptions, 's3' | 'services' | 'credentials' | 'onError'>;

export type AwsPort = Awaited<ReturnType<typeof openAwsPort>>;

/** The single port of all AWS APIs; a request goes to the service in its signature. */
export const openAwsPort = async ({ host, port, ...options }: AwsPortOptions) => {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Uploads have no time limit; each service disconnects idle clients.
      requestTimeout: 0,
    },
    createRouter(options),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: urlOf(host, address.port),

    /** Resolves when all connections are closed. */
    async stop(): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const createRouter = ({ s3, services, credentials, onError = console.error }: RouterOptions) => {
  const handlers = new Map([['s3', guard(s3, 'query', onError)]]);
  for (const service of services) {
    const handler = createApiHandler(service, credentials);
    handlers.set(service.name, guard(handler, service.family, onError));
  }
  const known = [...handlers.keys()].sort().join(', ');
  return (request: IncomingMessage, response: ServerResponse) => {
    const name = serviceOf(request);
    const handler = handlers.get(name);
    if (handler) {
      void handler(request, response);
      return;
    }
    const isJson = request.headers['content-type']?.includes('json');
    answerError(response, isJson ? 'json' : 'query', {
      statusCode: 501,
      code: 'NotImplemented',
      message: `There is no service ${name} here, only ${known}.`,
    });
  };
};
