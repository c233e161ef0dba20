import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { urlOf } from '../../aws-port/url-of.ts';
import { gatewayAnswer, type Answer } from './response.ts';

/** Opens the port that pages and APIs share; a request whose handler throws gets a generic 500. */
export const openPagePort = async (
  { host, port }: { host: string; port: number },
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
) => {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that disconnects in the middle of its request is not an error.
      if (request.errored) return;
      // Without its query, which can contain a token.
      console.error(`${request.method} ${request.url?.split('?', 1)[0]}`, error);
      if (response.headersSent) response.destroy();
      else send(response, gatewayAnswer(500, 'Internal Server Error'));
    });
  });
  // Uploads through this port have no time limit; S3 disconnects idle clients.
  server.requestTimeout = 0;
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    throw new Error(`Port ${port} on ${host} cannot be opened: is it taken?`, { cause });
  });
  const address = server.address() as AddressInfo;

  return {
    server,
    url: urlOf(host, address.port),

    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

/** Sends a response; after a request that was not read completely, closes the connection. */
export const send = (response: ServerResponse, { status, headers, body }: Answer) => {
  response.statusCode = status;
  for (const [name, value] of headers) response.appendHeader(name, value);
  if (!response.req.complete) response.setHeader('connection', 'close');
  response.end(body);
};
