import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fetchProgram } from './fetch-program.ts';

const archive = gzipSync('the program');
const sha256 = createHash('sha256').update(archive).digest('hex');

let cache: string;
let server: Server;
let url: string;
let served: Buffer;
let requests: number;

beforeEach(async () => {
  cache = await mkdtemp(path.join(os.tmpdir(), 'programs-'));
  served = archive;
  requests = 0;
  server = createServer((_, response) => {
    requests += 1;
    response.writeHead(served.length > 0 ? 200 : 404).end(served);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ffmpeg.gz`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(cache, { recursive: true });
});

test('a program is downloaded once and unpacked', async () => {
  const program = await fetchProgram({ url, sha256 }, cache);
  await fetchProgram({ url, sha256 }, cache);

  expect(await readFile(program, 'utf8')).toBe('the program');
  expect(requests).toBe(1);
});

test('a tampered program is rejected, and leaves nothing behind', async () => {
  served = gzipSync('another program');

  await expect(fetchProgram({ url, sha256 }, cache)).rejects.toThrow('has the wrong checksum');
  expect(await readdir(cache)).toEqual([]);
});

test('a damaged cache is filled again', async () => {
  await fetchProgram({ url, sha256 }, cache);
  await writeFile(path.join(cache, `${sha256}.gz`), 'damaged');

  expect(await readFile(await fetchProgram({ url, sha256 }, cache), 'utf8')).toBe('the program');
  expect(requests).toBe(2);
});

test('a missing release is reported with its URL', async () => {
  served = Buffer.alloc(0);

  await expect(fetchProgram({ url, sha256 }, cache)).rejects.toThrow(`${url} answered 404.`);
});
