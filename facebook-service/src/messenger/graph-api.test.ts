import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { createGraphApi } from './graph-api.ts';
import { NotSent } from './not-sent.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const graphAt = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return graphOn((server.address() as AddressInfo).port);
};

const graphOn = (port: number) =>
  createGraphApi({
    baseUrl: `http://127.0.0.1:${port}`,
    version: 'v24.0',
    pageToken: 'page-token',
    appSecret: 'app-secret',
  });

const answering = (status: number, body: object) =>
  graphAt((_, response) => response.writeHead(status).end(JSON.stringify(body)));

const graphError = (code: number, error_subcode = 0) => ({
  error: { message: 'no', type: 'OAuthException', code, error_subcode, fbtrace_id: 'x' },
});

test('a message to the person is signed with the token and its proof, and the URL contains no secret', async () => {
  const requests: [string | undefined, unknown][] = [];
  const graph = await graphAt((request, response) => {
    void text(request).then((body) => {
      requests.push([request.url, JSON.parse(body)]);
      response.end('{}');
    });
  });

  expect(await graph.send('4711', { imageUrl: 'https://a/b.gif' })).toEqual({ result: 'sent' });

  expect(requests).toEqual([
    [
      '/v24.0/me/messages',
      {
        recipient: { id: '4711' },
        messaging_type: 'RESPONSE',
        message: {
          attachment: { type: 'image', payload: { url: 'https://a/b.gif', is_reusable: false } },
        },
        access_token: 'page-token',
        appsecret_proof: 'd8b448b9cc7d64c51098271805b3cc20b5b715e52bd587eb71b610259587c856',
      },
    ],
  ]);
});

test.each([
  ['a rate limit', 400, graphError(613)],
  ["the page's own rate limit", 400, graphError(80006)],
  ['a page that is restricted for a while', 403, graphError(10, 1893063)],
  ['a temporary error', 400, graphError(1200)],
  ['a server error', 503, {}],
  ['a server error of any code', 500, graphError(1)],
  ['too many requests of any code', 429, graphError(1)],
  ['an expired token', 401, graphError(190)],
])('%s is retryable, and the error does not contain the token', async (_, status, body) => {
  const graph = await answering(status, body);

  const error = await graph.send('4711', { text: 'hi' }).catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(NotSent);
  expect(String(error)).not.toContain('page-token');
});

test.each([
  ['the token', 'page-token has no permission', '… has no permission'],
  ['a signed URL', 'Cannot fetch https://s3/a.gif?X-Amz-Signature=1 now', 'Cannot fetch … now'],
])('a refusal that quotes %s is passed on without it', async (_, message, reason) => {
  const graph = await answering(403, { error: { message, code: 200 } });

  expect(await graph.send('4711', { text: 'hi' })).toMatchObject({ result: 'refused', reason });
});

test('a closed 24-hour window is an outcome, not an error', async () => {
  const graph = await answering(400, graphError(10, 2018278));

  expect(await graph.send('4711', { text: 'hi' })).toEqual({
    result: 'refused',
    code: 10,
    subcode: 2018278,
    reason: 'no',
  });
});

test('a connection cut after the request leaves the outcome unknown', async () => {
  const graph = await graphAt((request) =>
    request.resume().on('end', () => request.socket.destroy()),
  );

  expect(await graph.send('4711', { text: 'hi' })).toEqual({ result: 'unknown' });
});

test('an unreachable Send API has definitely not accepted the message', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const graph = graphOn((server.address() as AddressInfo).port);
  await new Promise((closed) => server.close(closed));

  await expect(graph.send('4711', { text: 'hi' })).rejects.toThrow(NotSent);
  await graph.show('4711', 'typing_on');
});
