import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { createGraphApi } from './graph-api.ts';
import { GraphError } from './graph-request.ts';

const SEND_PATH = /^\/graph\/v\d+\.\d+\/me\/messages$/;
const APP_PATH = /^\/graph\/v\d+\.\d+\/app$/;
const IDS_PATH = /^\/graph\/v\d+\.\d+\/(?<user>\d+)\/ids_for_pages$/;
const PAGE_PATH = /^\/graph\/v\d+\.\d+\/me$/;

/** The Send API over HTTP, and the page's identity; its errors are worded like Facebook's. */
export const createGraphHandler =
  ({ send, describePage, describeApp, idsForPages }: ReturnType<typeof createGraphApi>) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://graph');
      if (request.method === 'GET' && PAGE_PATH.test(pathname)) {
        answer(response, 200, describePage(tokenOf(request), searchParams.get('appsecret_proof')));
        return;
      }
      const { user } = IDS_PATH.exec(pathname)?.groups ?? {};
      if (request.method === 'GET' && (user !== undefined || APP_PATH.test(pathname))) {
        const token = tokenOf(request);
        answer(response, 200, user === undefined ? describeApp(token) : idsForPages(user, token));
        return;
      }
      if (request.method !== 'POST' || !SEND_PATH.test(pathname)) {
        throw new GraphError(`Unknown path components: ${pathname}`, 2500);
      }
      answer(response, 200, await send(await bodyOf(request)));
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const { message, code, subcode: error_subcode } = error;
      const type = 'OAuthException';
      answer(response, 400, { error: { message, type, code, error_subcode, fbtrace_id: 'local' } });
    }
  };

const tokenOf = ({ headers }: IncomingMessage) =>
  headers.authorization?.replace(/^Bearer /u, '') ?? '';

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const body = await text(request);
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new GraphError('(#100) The body is not JSON', 100);
  }
};

const answer = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
