import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { isLoopback } from '../aws-port/access-key.ts';
import type { MediaStore } from './media-store.ts';
import type { Attachment } from './send-webhook.ts';
import { servePage } from './page-files.ts';

/** A file that the person sent, by its path on this server and its original name. */
export type SentFile = { type: Attachment['type']; path: string; name: string };

/** An event for the chat page; one with an id is a message, and is shown again after a reload. */
export type ChatEvent = { id?: number; data: object };

export type ChatPorts = {
  media: Pick<MediaStore, 'saveStream' | 'serve'>;
  follow: (after: number, tell: (event: ChatEvent) => void) => () => void;
  sayText: (text: string) => Promise<void>;
  sayFile: (file: SentFile) => Promise<void>;
};

type Call = { request: IncomingMessage; response: ServerResponse; url: URL; ports: ChatPorts };

const MEDIA_PATH = '/messenger/media/';

const routes: Partial<Record<string, (call: Call) => void | Promise<void>>> = {
  'GET /messenger/events': (call) => followEvents(call),
  'POST /messenger/messages': (call) => takeText(call),
  'POST /messenger/files': (call) => takeFile(call),
};

/** The chat page and its API, for browsers on this machine only, because it can upload videos. */
export const createChatHandler =
  (ports: ChatPorts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', 'http://chat');
    const route = routes[`${request.method} ${url.pathname}`];
    if (!isForThisMachine(request)) await refuseChat(request, response);
    else if (request.method === 'POST' && !isFromPage(request)) response.writeHead(403).end();
    else if (route) await route({ request, response, url, ports });
    else if (url.pathname.startsWith(MEDIA_PATH)) {
      await ports.media.serve(url.pathname.slice(MEDIA_PATH.length), request, response);
    } else if (!(await servePage(url.pathname, response))) response.writeHead(404).end();
  };

/** Why there is no chat. */
export const refuseChat = (_: unknown, response: ServerResponse): Promise<void> => {
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('The Messenger chat is only for a bank that no other machine can reach.\n');
  return Promise.resolve();
};

// A stranger's page whose domain suddenly resolves here (DNS rebinding) still sends that domain.
const isForThisMachine = ({ headers: { host = '' } }: IncomingMessage) =>
  URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname);

// Any page open in the person's browser could post here.
const isFromPage = ({ headers }: IncomingMessage) =>
  (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';

const followEvents = ({ request, response, ports }: Call) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  const unfollow = ports.follow(Number(request.headers['last-event-id'] ?? 0), ({ id, data }) => {
    response.write(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  });
  response.once('close', unfollow);
};

const takeText = async ({ request, response, ports }: Call) => {
  await ports.sayText(await text(request));
  response.writeHead(204).end();
};

const takeFile = async ({ request, response, url, ports }: Call) => {
  const contentType = request.headers['content-type'] ?? '';
  const name = url.searchParams.get('name') ?? 'file';
  const path = await ports.media.saveStream(request, { name, contentType });
  await ports.sayFile({ type: attachmentType(contentType), path, name });
  response.writeHead(204).end();
};

/** Messenger's four kinds of attachment, by the browser's type of the file. */
const attachmentType = (contentType: string) => {
  const [kind = ''] = contentType.split('/', 1);
  return kind === 'video' || kind === 'image' || kind === 'audio' ? kind : 'file';
};
