import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessagePorts } from './messages.ts';
import type { Peer } from './peer.ts';
import { accessContextOf, connectEvent, disconnectEvent } from './socket-event.ts';

/** Invokes `$connect`, if it exists; returns the status of the upgrade. */
export const connect = async (
  peer: Peer,
  request: IncomingMessage,
  { run, allow, now, logAccess }: MessagePorts,
): Promise<number> => {
  const api = peer.api();
  if (!allow(api, api.throttling)) return 429;
  const route = routeOf(peer, '$connect');
  const event = connectEvent(peer, request, now());
  const status = route ? (await run(route, event)).status : 200;
  logAccess(api.accessLog, accessContextOf(event.requestContext, status));
  return status;
};

/** Invokes `$disconnect`, if it exists. */
export const disconnect = async (
  peer: Peer,
  closed: { code: number; reason: string },
  { run, now, logAccess }: MessagePorts,
): Promise<void> => {
  const route = routeOf(peer, '$disconnect');
  const event = disconnectEvent(peer, closed, now());
  const status = route ? (await run(route, event)).status : 200;
  logAccess(peer.api().accessLog, accessContextOf(event.requestContext, status));
};

const routeOf = ({ api }: Peer, routeKey: string) =>
  api().routes.find((route) => route.routeKey === routeKey);

/** Answers an upgrade with a status instead of a WebSocket. */
export const refuse = (socket: Duplex, status: number) => {
  const text = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ message: text });
  // A client that never disconnects must not keep the server open.
  socket.once('finish', () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${text}`,
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
};
