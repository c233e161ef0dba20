import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Translate, Translation } from '../http-api/translate.ts';
import { sourceIpOf } from '../http-api/event.ts';
import type { WebSocketApiConfig } from './websocket-api-config.ts';

/** A client that is connected to an API, or is connecting; `api` is its current configuration. */
export type Peer = {
  api: () => WebSocketApiConfig;
  connectionId: string;
  connectedAt: number;
  domainName: string;
  sourceIp: string;
  userAgent: string;
  /** Translates addresses in sent data to the one the client has used. */
  translate: Translation;
};

/** An id as API Gateway gives to connections, requests and messages. */
export const newId = () => `${randomBytes(11).toString('base64url')}=`;

export const newPeer = (
  api: () => WebSocketApiConfig,
  request: IncomingMessage,
  { now, translate }: { now: () => number; translate: Translate },
): Peer => ({
  api,
  connectionId: newId(),
  connectedAt: now(),
  domainName: request.headers.host ?? '',
  sourceIp: sourceIpOf(request),
  userAgent: request.headers['user-agent'] ?? '',
  translate: translate(request) ?? ((text) => text),
});
