import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Translate } from '../http-api/translate.ts';
import type { MediaStore } from './media-store.ts';
import type { ChatEvent, SentFile } from './messenger.ts';
import { servePage } from './page-files.ts';

export type ChatPorts = {
  media: Pick<MediaStore, 'saveStream' | 'serve'>;
  follow: (after: number, tell: (event: ChatEvent) => void) => () => void;
  translate: Translate;
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

/** The chat page and what it calls. */
export const createChatHandler =
  (ports: ChatPorts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', 'http://chat');
    const route = routes[`${request.method} ${url.pathname}`];
    if (request.method === 'POST' && !isFromPage(request)) response.writeHead(403).end();
    else if (route) await route({ request, response, url, ports });
    else if (url.pathname.startsWith(MEDIA_PATH)) {
      await ports.media.serve(url.pathname.slice(MEDIA_PATH.length), request, response);
    } else if (!(await servePage(url.pathname, response))) response.writeHead(404).end();
  };

// Any page that the person's browser has open could post here.
const isFromPage = ({ headers }: IncomingMessage) =>
  (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';

const followEvents = ({ request, response, ports }: Call) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  const translation = ports.translate(request) ?? ((data: string) => data);
  const unfollow = ports.follow(Number(request.headers['last-event-id'] ?? 0), ({ id, data }) => {
    const shown = translation(JSON.stringify(data));
    response.write(`${id === undefined ? '' : `id: ${id}\n`}data: ${shown}\n\n`);
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

/** Messenger's own four kinds of attachment, told by what the browser says of the file. */
const attachmentType = (contentType: string) => {
  const [kind = ''] = contentType.split('/', 1);
  return kind === 'video' || kind === 'image' || kind === 'audio' ? kind : 'file';
};
