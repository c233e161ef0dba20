import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../state/database.ts';
import { PERSON_ID } from './graph-request.ts';
import { startMessenger } from './messenger.ts';

const secrets = { pageToken: 'page-token', appSecret: 'app-secret' };
const proof = createHmac('sha256', 'app-secret').update('page-token').digest('hex');

const webhooks: { signature: string; body: string }[] = [];
let failures = 0;
let directory: string;
let origin: string;
let close: () => Promise<unknown>;

const takeWebhook = async (request: IncomingMessage, response: ServerResponse) => {
  const body = await text(request);
  failures -= 1;
  if (failures >= 0) return response.writeHead(500).end();
  webhooks.push({ signature: String(request.headers['x-hub-signature-256']), body });
  return response.end();
};

const sendPicture = (response: ServerResponse, contentType: string, bytes: number) =>
  response.setHeader('content-type', contentType).end('GIF89a'.padEnd(bytes));

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'messenger-'));
  const db = openDatabase(':memory:');
  const messenger = startMessenger({ db, dir: directory, pageUrl: () => origin, secrets });
  const server = createServer((request, response) => {
    if (request.url === '/facebook') void takeWebhook(request, response);
    else if (request.url?.startsWith('/graph')) void messenger.handleGraph(request, response);
    else if (request.url === '/cat.gif') sendPicture(response, 'image/gif', 6);
    else if (request.url === '/large.gif') sendPicture(response, 'image/gif', 8_000_001);
    else if (request.url === '/cat.webp') sendPicture(response, 'image/webp', 6);
    else void messenger.handleChat(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
});
afterAll(async () => {
  await close();
  await rm(directory, { recursive: true });
});

const say = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${origin}/messenger/messages`, { method: 'POST', body, headers });

const sendFile = (name: string, type: string) =>
  fetch(`${origin}/messenger/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: new Blob(['0123456789'], { type }),
  });

/** The attachment of the webhook's last event. */
const lastAttachment = () => {
  const [, type = '', url = ''] =
    /"type":"([^"]+)","payload":{"url":"([^"]+)"/.exec(webhooks.pop()?.body ?? '') ?? [];
  return { type, url };
};

const askGraph = (path: string, body: string) =>
  fetch(`${origin}/graph/${path}`, { method: 'POST', body });

const sendAs = (body: object) => askGraph('v24.0/me/messages', JSON.stringify(body));

const credentials = { access_token: 'page-token', appsecret_proof: proof };
const answerOf = (message: object, rest: object = {}) =>
  sendAs({
    ...credentials,
    recipient: { id: PERSON_ID },
    messaging_type: 'RESPONSE',
    message,
    ...rest,
  });

/** Subscribes to the chat page's events, and reads the first of them. */
const follow = async (lastEventId: string) => {
  const left = new AbortController();
  const { body } = await fetch(`${origin}/messenger/events`, {
    headers: { 'last-event-id': lastEventId },
    signal: left.signal,
  });
  return async (count: number) => {
    let received = '';
    for await (const chunk of body ?? []) {
      received += Buffer.from(chunk).toString();
      if (received.split('\n\n').length > count) break;
    }
    left.abort();
    return received
      .split('\n\n')
      .slice(0, count)
      .map((event) => JSON.parse(/data: (.*)/.exec(event)?.[1] ?? '') as object);
  };
};

const readEvents = async (count: number, lastEventId = '0') => (await follow(lastEventId))(count);

describe('messages from the person', () => {
  test('a text reaches the webhook, signed like Facebook’s', async () => {
    await say('hello 👋');

    const { signature, body } = webhooks.pop() ?? { signature: '', body: '' };
    const expected = createHmac('sha256', 'app-secret').update(body).digest('hex');
    expect(signature).toBe(`sha256=${expected}`);
    expect(JSON.parse(body)).toMatchObject({
      object: 'page',
      entry: [{ messaging: [{ sender: { id: PERSON_ID }, message: { text: 'hello 👋' } }] }],
    });
  });

  test.each([
    ['holiday.mp4', 'video/mp4', 'video', 'mp4'],
    ['cat.png', 'image/png', 'image', 'png'],
    ['voice', 'audio/ogg', 'audio', 'oga'],
    ['notes of today.txt', 'text/plain', 'file', 'txt'],
    ['unknown to the browser.MKV', '', 'file', 'mkv'],
    ['no name at all/..', '', 'file', 'bin'],
  ])('%s of type %j is a %s attachment', async (name, contentType, type, extension) => {
    expect((await sendFile(name, contentType)).status).toBe(204);

    const attachment = lastAttachment();
    expect(attachment.type).toBe(type);
    expect(attachment.url).toMatch(new RegExp(`/messenger/media/[0-9a-f-]{36}\\.${extension}$`));
  });

  test('an HTML page sent as a file cannot run in ours', async () => {
    await sendFile('page.html', 'text/html');

    const { headers } = await fetch(lastAttachment().url);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a video reaches the webhook as a link that serves ranges', async () => {
    await sendFile('holiday.mp4', 'video/mp4');

    const { url } = lastAttachment();
    const response = await fetch(url, { headers: { range: 'bytes=4-' } });
    expect([response.status, response.headers.get('content-range'), await response.text()]).toEqual(
      [206, 'bytes 4-9/10', '456789'],
    );
  });

  test('a failed webhook call is repeated', async () => {
    failures = 1;

    expect((await say('again')).status).toBe(204);
    expect(webhooks.pop()?.body).toContain('again');
  });

  test('another page of the browser cannot send anything', async () => {
    expect((await say('spam', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  test("a stranger's domain that suddenly resolves here can neither read nor send anything", async () => {
    const statusOf = (host: string, path: string, method: string) =>
      new Promise((resolve, reject) => {
        const asked = request(`${origin}${path}`, { method, headers: { host } });
        asked.once('response', (response) => resolve(response.resume().statusCode));
        asked.once('error', reject).end();
      });

    expect(await statusOf('evil.example', '/messenger', 'GET')).toBe(403);
    expect(await statusOf('evil.example', '/messenger/messages', 'POST')).toBe(403);
    expect(await statusOf('127.0.0.1.evil.example', '/messenger', 'GET')).toBe(403);
    expect(await statusOf('localhost:3000', '/messenger', 'GET')).toBe(200);
  });
});

describe('messages from the bot', () => {
  test('texts and images appear in the chat, and again after a reload', async () => {
    const [before = {}] = await readEvents(1);
    await answerOf({ text: 'I see: Clock (90%)' });
    const sent = await answerOf({
      attachment: { type: 'image', payload: { url: `${origin}/cat.gif` } },
    });
    const { message_id } = (await sent.json()) as { message_id: string };

    const last = Number(message_id.slice(2));
    const [said, shown] = await readEvents(2, String(last - 2));
    expect(before).toMatchObject({ from: 'person', text: 'hello 👋' });
    expect(said).toMatchObject({ from: 'bot', text: 'I see: Clock (90%)' });
    const { image } = shown as { image: string };
    expect(await (await fetch(origin + image)).text()).toBe('GIF89a');
  });

  test.each([
    ['another token', { access_token: 'guessed' }, 190, 0],
    ['no proof', { appsecret_proof: 'guessed' }, 100, 0],
    ['an unknown person', { recipient: { id: '1' } }, 100, 2018001],
    ['no message type', { messaging_type: undefined }, 100, 0],
  ])('%s is refused as Facebook does', async (_, rest, code, error_subcode) => {
    const response = await answerOf({ text: 'hi' }, rest);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code, error_subcode } });
  });

  test.each([
    ['a text of 2,001 characters', { text: 'x'.repeat(2001) }],
    ['an empty text', { text: '' }],
    ['text and attachment at once', { text: 'x', attachment: {} }],
    ['a message of no known kind', { sticker: 369239263222822 }],
    ['an image without a URL', { attachment: { type: 'image', payload: {} } }],
    ...['messenger', 'nothing', 'large.gif', 'cat.webp'].map((path): [string, object] => [
      `/${path} as an image`,
      { attachment: { type: 'image', payload: { url: `ORIGIN/${path}` } } },
    ]),
  ])('%s is refused', async (_, message) => {
    const there = JSON.parse(JSON.stringify(message).replace('ORIGIN', origin)) as object;

    expect(await (await answerOf(there)).json()).toMatchObject({ error: { code: 100 } });
  });

  test.each([
    ['what is not JSON', 'v24.0/me/messages', '{"recipient":', 100],
    ['another path', 'v24.0/me/photos', '{}', 2500],
    ['a version of no known form', 'latest/me/messages', '{}', 2500],
  ])('%s is refused', async (_, path, body, code) => {
    const response = await askGraph(path, body);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  test('the typing indicator appears as it happens; an unknown action is refused', async () => {
    const readFirst = await follow(String(Number.MAX_SAFE_INTEGER));
    const act = (sender_action: string) =>
      sendAs({ ...credentials, recipient: { id: PERSON_ID }, sender_action });

    expect((await act('dance')).status).toBe(400);
    expect((await act('typing_on')).status).toBe(200);

    expect(await readFirst(1)).toEqual([{ action: 'typing_on' }]);
  });
});

test('the page allows only its own script and style', async () => {
  const page = await fetch(`${origin}/messenger`);
  const script = await (await fetch(`${origin}/messenger/chat.ts`)).text();

  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(await page.text()).toContain('/messenger/chat.ts');
  expect(script).toContain('EventSource');
  expect(script).not.toContain('type ChatEvent');
  expect((await fetch(`${origin}/messenger/tsconfig.json`)).status).toBe(404);
});
