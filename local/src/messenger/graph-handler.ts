import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { GraphError } from './graph-request.ts';

const SEND_PATH = /^\/graph\/v\d+\.\d+\/me\/messages$/;

/** The Send API over HTTP, its errors worded as Facebook's. */
export const createGraphHandler =
  (send: (body: unknown) => Promise<object>) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { pathname } = new URL(request.url ?? '', 'http://graph');
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
