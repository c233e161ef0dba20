import { once } from 'node:events';
import {
  createServer,
  request as send,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const PART_MS = 500;

/** A proxy like a train's connection: every third part breaks off half-way, and WebSockets on request. */
export const openBadConnection = async () => {
  const tunnels = new Set<Socket>();
  const parts = { begun: 0, done: 0 };
  let tunnelling = true;

  const server = createServer((request, response) => {
    const isPart = request.method === 'PUT';
    if (isPart && ++parts.begun % 3 === 0) {
      request.once('data', () => request.socket.destroy());
      return;
    }
    forward(request, response, isPart ? PART_MS : 0).then(
      () => isPart && parts.done++,
      () => response.destroy(),
    );
  });
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
    const [host = '', port] = url.split(':');
    if (!tunnelling) return void socket.destroy();
    const far = connect(Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    for (const end of [socket, far]) {
      tunnels.add(end);
      end.on('error', () => undefined).on('close', () => void tunnels.delete(end));
    }
    socket.pipe(far).pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server has an address and a port.
  const { port } = server.address() as AddressInfo;

  const cut = () => {
    tunnelling = false;
    for (const tunnel of tunnels) tunnel.destroy();
  };
  return {
    server: `http://127.0.0.1:${port}`,
    parts,
    cutWebSockets: cut,
    close: async () => {
      cut();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const forward = async (from: IncomingMessage, to: ServerResponse, waitMs: number) => {
  await setTimeout(waitMs);
  const { method, headers, url = '' } = from;
  const onward = send(url, { method, headers, agent: false });
  from.on('error', () => onward.destroy());
  from.pipe(onward);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  to.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(to);
  await once(to, 'close');
};
