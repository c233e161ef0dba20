import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { where } from './where.ts';

const run = async (...args: string[]) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = { stdout, stderr } as unknown as Parameters<typeof where>[1];
  const code = await where(args, terminal);
  stdout.end();
  stderr.end();
  return { code, out: await text(stdout), err: await text(stderr) };
};

/** Where nobody listens any more. */
const closedPort = async () => {
  const server: Server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

test('the help is printed on request, and with exit code 2 for invalid arguments', async () => {
  expect(await run('--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Usage: npm run where'),
    err: '',
  });
  for (const args of [[], ['a', 'b'], ['a', '--stge', 'dev']])
    expect(await run(...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('Usage: npm run where'),
    });
});

test('a bank that is not running is reported with its address', async () => {
  const endpoint = `http://127.0.0.1:${await closedPort()}`;
  const args = [path.join(import.meta.dirname, '../where.ts'), 'clip.mp4', '--endpoint', endpoint];

  await expect(promisify(execFile)(process.execPath, args)).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: `Nothing is listening at ${endpoint}. Run npm start first.\n`,
  });
});
