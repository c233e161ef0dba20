import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { shortHash } from '@video-service/shared/short-hash';
import { logFile, openFunctionLog } from '../services/lambda/function-log.ts';
import { logs } from './logs.ts';

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'logs-'));
  for (const name of [
    'video-service-local-status',
    'upload-service-local-status',
    'bot-local-facebook',
  ])
    openFunctionLog(logFile(stateDir, name)).write(`${name} starts\n`);
});
afterEach(() => rm(stateDir, { recursive: true }));

/** Runs the command until it has written all of `last`, or until it exits. */
const run = async (args: string[], ...last: string[]) => {
  const written = { stdout: '', stderr: '' };
  const stopping = new AbortController();
  const outputOf = (name: keyof typeof written) =>
    new PassThrough({ encoding: 'utf8' }).on('data', (text: string) => {
      written[name] += text;
      if (last.length > 0 && last.every((part) => written[name].includes(part))) stopping.abort();
    });
  const terminal = { stdout: outputOf('stdout'), stderr: outputOf('stderr') };
  const code = await logs([...args, '--state', stateDir], terminal, stopping.signal);
  await new Promise(setImmediate);
  return { code, ...written };
};

test('without a name, lists the functions that have logged', async () => {
  expect(await run([])).toEqual({
    code: 0,
    stdout: 'bot-local-facebook\nupload-service-local-status\nvideo-service-local-status\n',
    stderr: '',
  });
});

test('follows a log by the short name of its function', async () => {
  setTimeout(() => void appendFile(logFile(stateDir, 'bot-local-facebook'), 'and goes on\n'), 100);

  const { stdout } = await run(['facebook'], 'goes on');

  expect(stdout).toBe('bot-local-facebook starts\nand goes on\n');
});

test('a name shared by several functions follows all of them, with their names on each line', async () => {
  const { stdout } = await run(['status'], 'video-service-local-status starts');

  expect(stdout.split('\n').sort()).toEqual([
    '',
    'upload-service-local-status  upload-service-local-status starts',
    'video-service-local-status  video-service-local-status starts',
  ]);
});

test('finds a session by its id in all logs, however old', async () => {
  const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';
  const hash = shortHash(id);
  const others = '{"sessionId":"0123456789ab"}\n'.repeat(2000);
  for (const name of ['video-service-local-status', 'bot-local-facebook'])
    await appendFile(logFile(stateDir, name), `{"sessionId":"${hash}"}\n${others}`);

  const names = ['video-service-local-status  {', 'bot-local-facebook  {'];
  const { stdout, stderr } = await run(['--session', id], ...names);

  expect(stdout.split('\n').sort()).toEqual([
    '',
    `bot-local-facebook  {"sessionId":"${hash}"}`,
    `video-service-local-status  {"sessionId":"${hash}"}`,
  ]);
  expect(stderr).toBe(`The logs show this session as ${hash}.\n`);
});

test('finds a session by its hash in the log of one function', async () => {
  await appendFile(logFile(stateDir, 'bot-local-facebook'), 'a 0123456789ab\nb\n');

  const { stdout } = await run(['facebook', '--session', '0123456789ab'], 'a 0123456789ab');

  expect(stdout).toBe('a 0123456789ab\n');
});

test('reports a function without logs', async () => {
  expect(await run(['create'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('No function create has logged anything'),
  });
});

test('an invalid call prints the help', async () => {
  expect(await run(['a', 'b'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Usage'),
  });
});
