import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sourceIpOf } from '../http-api/event.ts';
import type { WebSocketApiConfig } from './websocket-api-config.ts';

/** A client that is connected to an API, or asks to be; `api` is its present configuration. */
export type Peer = {
  api: () => WebSocketApiConfig;
  connectionId: string;
  connectedAt: number;
  domainName: string;
  sourceIp: string;
  userAgent: string;
};

/** An id as API Gateway gives to connections, requests and messages. */
export const newId = () => `${randomBytes(11).toString('base64url')}=`;

export const newPeer = (
  api: () => WebSocketApiConfig,
  request: IncomingMessage,
  connectedAt: number,
): Peer => ({
  api,
  connectionId: newId(),
  connectedAt,
  domainName: request.headers.host ?? '',
  sourceIp: sourceIpOf(request),
  userAgent: request.headers['user-agent'] ?? '',
});
