import { WebSocket } from 'ws';
import type { Peer } from './peer.ts';
import type { Limits } from './websocket-api-config.ts';

const GOING_AWAY = 1001;
// The backlog for a client that does not read; beyond it, messages are refused.
const MAX_BUFFERED_BYTES = 1024 * 1024;

export type Connections = ReturnType<typeof createConnections>;

export type Connection = Peer & {
  lastActiveAt: () => number;
  /** False if the client reads too slowly. */
  send: (text: string) => boolean;
  close: (code: number, reason: string) => void;
};

/** The open connections; idle or old ones are closed as on AWS. */
export const createConnections = (limits: Limits, now: () => number) => {
  const open = new Map<string, { connection: Connection; socket: WebSocket }>();

  return {
    find: (id: string): Connection | undefined => {
      const { connection, socket } = open.get(id) ?? {};
      return socket?.readyState === WebSocket.OPEN ? connection : undefined;
    },

    /** Keeps a connection until it is closed. */
    add: (peer: Peer, socket: WebSocket): Connection => {
      let lastActiveAt = now();
      const goAway = () => socket.close(GOING_AWAY, 'Going away');
      const idle = setTimeout(goAway, limits.idleMs);
      const old = setTimeout(goAway, limits.durationMs);
      const touch = () => {
        lastActiveAt = now();
        idle.refresh();
      };
      socket.on('message', touch).on('ping', touch);
      socket.on('close', () => {
        clearTimeout(idle);
        clearTimeout(old);
        open.delete(peer.connectionId);
      });
      const connection = {
        ...peer,
        lastActiveAt: () => lastActiveAt,
        send: (text: string) => {
          if (socket.bufferedAmount > MAX_BUFFERED_BYTES) return false;
          touch();
          socket.send(peer.translate(text));
          return true;
        },
        close: (code: number, reason: string) => socket.close(code, reason),
      };
      open.set(peer.connectionId, { connection, socket });
      return connection;
    },

    /** Closes the connections of an API. */
    end: (apiId: string) => {
      for (const { connection, socket } of open.values()) {
        if (connection.api().id === apiId) socket.terminate();
      }
    },
  };
};
