import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { text } from 'node:stream/consumers';
import type { MediaStore } from './media-store.ts';
import type { ChatEvent } from './messenger.ts';

export type ChatPorts = {
  media: Pick<MediaStore, 'saveStream' | 'serve'>;
  follow: (after: number, tell: (event: ChatEvent) => void) => () => void;
  sayText: (text: string) => Promise<void>;
  sayVideo: (path: string) => Promise<void>;
};

const PAGE = new URL('page/', import.meta.url);
const CSP =
  "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; frame-ancestors 'none'";
const MEDIA_PATH = '/messenger/media/';

type Route = (
  request: IncomingMessage,
  response: ServerResponse,
  ports: ChatPorts,
) => void | Promise<void>;

const routes: Partial<Record<string, Route>> = {
  'GET /messenger': async (_, response) => send(response, 'text/html', await readPage('chat.html')),
  'GET /messenger/chat.css': async (_, response) =>
    send(response, 'text/css', await readPage('chat.css')),
  // The page's script is TypeScript like all else, and needs no build.
  'GET /messenger/chat.js': async (_, response) =>
    send(response, 'text/javascript', stripTypeScriptTypes(await readPage('chat.ts'))),
  'GET /messenger/events': (...call) => followEvents(...call),
  'POST /messenger/messages': (...call) => takeMessage(...call),
};

/** The chat page and what it calls. */
export const createChatHandler =
  (ports: ChatPorts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '', 'http://chat');
    const route = routes[`${request.method} ${pathname}`];
    if (pathname.startsWith(MEDIA_PATH)) {
      await ports.media.serve(pathname.slice(MEDIA_PATH.length), request, response);
    } else if (route) await route(request, response, ports);
    else response.writeHead(404).end();
  };

const readPage = (name: string) => readFile(new URL(name, PAGE), 'utf8');

const send = (response: ServerResponse, type: string, body: string) => {
  const headers = { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': CSP };
  response.writeHead(200, headers).end(body);
};

const followEvents = (
  request: IncomingMessage,
  response: ServerResponse,
  { follow }: ChatPorts,
) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  const unfollow = follow(Number(request.headers['last-event-id'] ?? 0), ({ id, data }) => {
    response.write(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  });
  response.once('close', unfollow);
};

const takeMessage = async (
  request: IncomingMessage,
  response: ServerResponse,
  { media, sayText, sayVideo }: ChatPorts,
) => {
  // Any page that the person's browser has open could post here.
  const site = request.headers['sec-fetch-site'] ?? 'same-origin';
  if (site !== 'same-origin') {
    response.writeHead(403).end();
    return;
  }
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('text/plain')) await sayText(await text(request));
  else await sayVideo(await media.saveStream(request, contentType));
  response.writeHead(204).end();
};
