import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
) => Promise<void> | void;

/** Serves a service's wire API on its own port, as the AWS port does after authentication. */
export const serve = async (handle: Handle) => {
  const server = createServer((request, response) => {
    void buffer(request).then((body) => handle(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Only a pipe's address is a string.
  const { port } = server.address() as AddressInfo;
  return {
    /** What an SDK client needs to connect. */
    client: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};
