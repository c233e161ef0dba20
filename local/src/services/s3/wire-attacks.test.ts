import { once } from 'node:events';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { sign } from '../../auth/testing/raw-request.ts';
import { underAttack, UNSIGNED_BODY } from './testing/under-attack.ts';

const IDLE_MS = 300;

const { served, sendSigned: signed } = underAttack({ idleTimeoutMs: IDLE_MS });

// The response to bytes that no client would send.
const exchange = async (bytes: string, waitMs = 2000) => {
  const { port } = new URL(served().endpoint);
  const socket = net.connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  let reply = '';
  // Collected as it arrives: a server that refuses the rest of a request may reset the connection after its response.
  socket.on('data', (chunk) => (reply += chunk.toString()));
  socket.write(bytes);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await Promise.race([closed, sleep(waitMs, undefined, { ref: false })]);
  socket.destroy();
  return reply;
};

const rawPut = async (headers: Record<string, string>, body: string) => {
  const request = await sign(served().endpoint, {
    method: 'PUT',
    path: '/bucket/smuggled',
    headers: { ...UNSIGNED_BODY, ...headers },
  });
  const lines = Object.entries(request.headers ?? {}).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `PUT /bucket/smuggled HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n${body}`;
};

describe('request smuggling is refused:', () => {
  const HIDDEN = 'DELETE /bucket/key HTTP/1.1\r\nhost: x\r\n\r\n';

  test('after a length and chunks at once', async () => {
    const request = await rawPut(
      { 'content-length': '5', 'transfer-encoding': 'chunked' },
      `0\r\n\r\n${HIDDEN}`,
    );

    expect(await exchange(request)).toMatch(/^HTTP\/1\.1 400 /u);
  });

  test('after two lengths', async () => {
    const request = (await rawPut({ 'content-length': '0' }, HIDDEN)).replace(
      'content-length: 0\r\n',
      'content-length: 0\r\ncontent-length: 43\r\n',
    );

    expect(await exchange(request)).toMatch(/^HTTP\/1\.1 400 /u);
  });

  test('in a header with a line break', async () => {
    const request = (await rawPut({ 'content-length': '0' }, '')).replace(
      'host:',
      'x: y\rz: q\r\nhost:',
    );

    expect(await exchange(request)).toMatch(/^HTTP\/1\.1 400 /u);
  });

  test('in a header that is returned', async () => {
    const query = { 'response-content-type': 'text/html\r\nset-cookie: a=b' };
    await signed({ method: 'PUT', path: '/bucket/key', headers: { 'content-length': '0' } });

    expect(await signed({ path: '/bucket/key', query })).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
    });
  });
});

test('chunks that do not match the announced length are refused', async () => {
  const stream = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
  const put = async (decoded: string, body: string) => {
    const headers = {
      ...stream,
      'x-amz-decoded-content-length': decoded,
      'content-length': String(body.length),
    };
    return signed({ method: 'PUT', path: '/bucket/chunks', headers, body });
  };

  expect(await put('5', '3\r\nabc\r\n0\r\n\r\n')).toMatchObject({
    status: 400,
    code: 'IncompleteBody',
  });
  expect(await put('1', '3\r\nabc\r\n0\r\n\r\n')).toMatchObject({
    status: 400,
    code: 'IncompleteBody',
  });
  expect(await put('x', '3\r\nabc\r\n0\r\n\r\n')).toMatchObject({
    status: 411,
    code: 'MissingContentLength',
  });
});

test('endless headers and paths are refused', async () => {
  const big = await rawPut({ 'x-amz-meta-a': 'b'.repeat(20_000), 'content-length': '0' }, '');

  expect(await exchange(big)).toMatch(/^HTTP\/1\.1 431 /u);
  expect(await exchange(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 /u,
  );
});

test('an idle sender of a body is disconnected, and many of them cost little', async () => {
  const request = await rawPut({ 'content-length': '1000000' }, 'half');
  const before = process.memoryUsage.rss();

  const replies = await Promise.all(
    Array.from({ length: 50 }, () => exchange(request, 10 * IDLE_MS)),
  );

  expect(replies).toEqual(replies.map(() => ''));
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  expect(served().s3.objectFile('bucket', 'smuggled')).toBeUndefined();
});

test('a trickling body of an unsigned form is not waited for', async () => {
  const { port } = new URL(served().endpoint);
  const socket = net.connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  const reply = text(socket).catch(() => '');
  const head =
    'POST /bucket HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 1000000\r\n';
  socket.write(`${head}content-type: multipart/form-data; boundary=b\r\n\r\n`);
  const trickle = setInterval(() => socket.write('-'), IDLE_MS / 10);

  const first = await Promise.race([
    once(socket, 'data'),
    reply,
    sleep(10 * IDLE_MS, undefined, { ref: false }),
  ]);

  clearInterval(trickle);
  socket.destroy();
  expect(String(first)).toContain('RequestTimeout');
});
