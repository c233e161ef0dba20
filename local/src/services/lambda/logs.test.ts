import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { followLog, listFunctionLogs } from './follow-logs.ts';
import { logFile, openFunctionLog } from './function-log.ts';
import { until } from './testing/processes.ts';
import { startTestLambda } from './testing/test-lambda.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'logs-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

const openLog = (name: string, maxBytes?: number) =>
  openFunctionLog(logFile(stateDir, name), maxBytes);

test('a handler’s log output is separate from its result', async () => {
  const local = startTestLambda();
  local.deploy(`export const handler = async () => console.log('done');`);

  const result = await local.invoke();
  await local.stop();

  expect(result).toBeNull();
});

test('an invocation is logged with AWS’s lines', async () => {
  const local = startTestLambda();
  local.deploy(`console.log('loading');
    export const handler = async ({ id }) => {
      console.warn('two\\nlines', { id });
      process.stdout.write('{"raw":true}\\n');
    };`);

  await local.invoke({ id: 1 });
  await local.invoke({ id: 2 });
  const log = local.log();
  await local.stop();

  const lines = log
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/gu, 'TIME')
    .replace(/[0-9a-f-]{36}/gu, 'ID')
    .replace(/[\d.]+ ms/gu, 'N ms')
    .replace(/Used: \d+/gu, 'Used: N')
    .split('\n');
  const report =
    'REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: 256 MB\tMax Memory Used: N MB';
  expect(lines).toEqual([
    'TIME\tundefined\tINFO\tloading',
    'START RequestId: ID Version: $LATEST',
    'TIME\tID\tWARN\ttwo',
    'lines { id: 1 }',
    '{"raw":true}',
    'END RequestId: ID',
    `${report}\tInit Duration: N ms`,
    'START RequestId: ID Version: $LATEST',
    'TIME\tID\tWARN\ttwo',
    'lines { id: 2 }',
    '{"raw":true}',
    'END RequestId: ID',
    report,
    '',
  ]);
});

test('a full log is rotated, once', () => {
  const log = openLog('job', 20);

  for (const line of ['first line\n', 'second line\n', 'third line\n']) log.write(line);

  expect(readdirSync(path.join(stateDir, 'logs')).sort()).toEqual(['job.log', 'job.log.1']);
  expect(readFileSync(logFile(stateDir, 'job'), 'utf8')).toBe('third line\n');
  expect(readFileSync(`${logFile(stateDir, 'job')}.1`, 'utf8')).toBe('second line\n');
});

test('a log whose folder is missing loses its lines and nothing else', () => {
  const log = openLog('job');
  rmSync(path.join(stateDir, 'logs'), { recursive: true });

  expect(() => log.write('lost\n')).not.toThrow();
});

describe('the list of logs', () => {
  test('is empty before anything has run', async () => {
    expect(await listFunctionLogs(stateDir)).toEqual([]);
  });

  test('knows a function by its full name or by its last part', async () => {
    for (const name of [
      'video-service-local-status',
      'upload-service-local-status',
      'create-gif',
    ]) {
      openLog(name, 1).write('a\n');
      openLog(name, 1).write('b\n');
    }

    expect(await listFunctionLogs(stateDir)).toEqual([
      'create-gif',
      'upload-service-local-status',
      'video-service-local-status',
    ]);
    expect(await listFunctionLogs(stateDir, 'status')).toHaveLength(2);
    expect(await listFunctionLogs(stateDir, 'create-gif')).toEqual(['create-gif']);
    expect(await listFunctionLogs(stateDir, 'gif')).toEqual(['create-gif']);
    expect(await listFunctionLogs(stateDir, 'nothing')).toEqual([]);
  });
});

describe('following a log', () => {
  let stop: AbortController;
  beforeEach(() => {
    stop = new AbortController();
  });
  afterEach(() => stop.abort());

  const follow = () => {
    let seen = '';
    const ended = followLog({
      stateDir,
      functionName: 'job',
      write: (text) => (seen += text),
      signal: stop.signal,
    });
    const end = async () => {
      stop.abort();
      await ended;
    };
    return { end, has: (text: string) => until(() => seen.includes(text)), seen: () => seen };
  };

  test('shows existing and new lines, across a rotation and without repetition', async () => {
    const log = openLog('job', 60);
    log.write('before\n');
    const following = follow();
    await following.has('before');

    log.write('appended é\n');
    await following.has('appended');
    log.write('just before the rotation\n');
    log.write('after the rotation\n');
    await following.has('after');
    await following.end();

    expect(following.seen()).toBe(
      'before\nappended é\njust before the rotation\nafter the rotation\n',
    );
  });

  test('begins with the last whole lines of a long log, and works before there is one', async () => {
    const early = follow();
    const log = openLog('job');
    log.write('é'.repeat(40_000) + '\nlast\n');
    await early.has('last');
    const late = follow();
    await late.has('last');
    await Promise.all([early.end(), late.end()]);

    expect(late.seen()).toBe('last\n');
  });
});
