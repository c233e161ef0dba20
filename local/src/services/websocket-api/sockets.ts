import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Connections } from './connections.ts';
import { watchFrames } from './frame-limit.ts';
import { connect, disconnect, refuse } from './handshake.ts';
import { receive, type MessagePorts } from './messages.ts';
import { newPeer, type Peer } from './peer.ts';
import type { Limits, WebSocketApiConfig } from './websocket-api-config.ts';

const UNSUPPORTED_DATA = 1003;
const ABNORMAL_CLOSURE = 1006;
const MESSAGE_TOO_BIG = 1009;

type Accepted = { peer: Peer; socket: Duplex; client: WebSocket };

/** Turns upgrades of the page port into connections. */
export const createSockets = (
  { connections, limits }: { connections: Connections; limits: Limits },
  ports: MessagePorts,
) => {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    handleProtocols: () => false,
  });
  const pending = new Set<Duplex>();
  let isStopped = false;

  const tellLeft = async (peer: Peer, code: number, reason = '') => {
    if (!isStopped) await disconnect(peer, { code, reason }, ports);
  };

  const accept = ({ peer, socket, client }: Accepted) => {
    const connection = connections.add(peer, client);
    watchFrames(socket, limits.frameBytes, () => client.close(MESSAGE_TOO_BIG, 'Frame too long'));
    client.on('message', (data: Buffer, isBinary) => {
      if (client.readyState !== WebSocket.OPEN) return;
      if (isBinary) client.close(UNSUPPORTED_DATA, 'Only text is supported');
      else void receive(connection, data.toString(), ports);
    });
    client.on('close', (code, reason) => void tellLeft(peer, code, reason.toString()));
    // The library closes the connection itself, with the right code.
    client.on('error', () => undefined);
  };

  return {
    /** Answers an upgrade to an API: with a connection if `$connect` accepts it. */
    upgrade: async (
      api: () => WebSocketApiConfig,
      request: IncomingMessage,
      { socket, head }: { socket: Duplex; head: Buffer },
    ): Promise<void> => {
      const peer = newPeer(api, request, ports);
      pending.add(socket);
      const status = await connect(peer, request, ports);
      pending.delete(socket);
      if (status >= 300) {
        refuse(socket, status);
        return;
      }
      server.handleUpgrade(request, socket, head, (client) => accept({ peer, socket, client }));
      // An invalid handshake, or the client left while `$connect` was running.
      if (socket.writableEnded || socket.destroyed) {
        await tellLeft(peer, ABNORMAL_CLOSURE);
      }
    },

    /** Closes every connection without invoking `$disconnect`. */
    stop: async () => {
      isStopped = true;
      for (const socket of pending) socket.destroy();
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
