import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { logFile } from './function-log.ts';
import { isRunning, until } from './testing/processes.ts';

const ENGINE = path.join(import.meta.dirname, 'testing', 'engine-process.ts');
const EVENTS = 8;

let dir: string;
let engine: ChildProcess | undefined;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'crash-'));
  mkdirSync(path.join(dir, 'code'));
});
afterEach(() => {
  engine?.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

// Each has a child process, as FFmpeg would be, that would run long after its invocation.
const writeHandler = (work: string) =>
  writeFileSync(
    path.join(dir, 'code', 'handler.mjs'),
    `import { spawn } from 'node:child_process';
     import { appendFileSync } from 'node:fs';
     const child = spawn('sleep', ['1000'], { stdio: 'inherit' });
     console.log('pids', process.pid, child.pid);
     export const handler = async ({ id }) => {
       ${work}
       appendFileSync(process.env.DONE, id + '\\n');
     };`,
  );

const startEngine = (events: number, messages = 0) => {
  engine = spawn(process.execPath, [ENGINE, dir, String(events), String(messages)], {
    stdio: 'inherit',
  });
  return engine;
};

const readLines = (file: string) =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
const done = () => readLines(path.join(dir, 'done'));
const pids = () =>
  readLines(logFile(dir, 'job')).flatMap((line) =>
    (line.split('\tpids ')[1] ?? '').split(' ').filter(Boolean).map(Number),
  );

test('work queued or running at a kill -9 is done after the restart, and no process is left', async () => {
  writeHandler('await new Promise((resolve) => setTimeout(resolve, 150));');
  const first = startEngine(EVENTS);
  await until(() => done().length >= 2);

  first.kill('SIGKILL');
  await once(first, 'exit');
  await until(() => !pids().some(isRunning));
  expect(new Set(done()).size).toBeLessThan(EVENTS);
  const [code] = (await once(startEngine(0), 'exit')) as [number];

  expect(code).toBe(0);
  expect([...new Set(done())].sort()).toEqual(Array.from({ length: EVENTS }, (_, id) => `${id}`));
  expect(pids().length).toBeGreaterThanOrEqual(4);
  expect(pids().filter(isRunning)).toEqual([]);
});

test('a worker stuck in a loop does not outlive its engine', async () => {
  writeHandler('for (;;) continue;');
  const first = startEngine(1);
  await until(() => pids().length === 2);

  first.kill('SIGKILL');

  await until(() => !pids().some(isRunning));
});

test('messages of a mapped queue survive a kill -9: none is lost, and none waits for its visibility timeout', async () => {
  writeFileSync(
    path.join(dir, 'code', 'handler.mjs'),
    `import { appendFileSync } from 'node:fs';
     export const handler = async ({ Records }) => {
       await new Promise((resolve) => setTimeout(resolve, 150));
       for (const { body, attributes } of Records) {
         appendFileSync(process.env.DONE, body + ' ' + attributes.ApproximateReceiveCount + '\\n');
       }
     };`,
  );
  const first = startEngine(0, EVENTS);
  await until(() => done().length >= 2);

  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(new Set(done()).size).toBeLessThan(EVENTS);
  const [code] = (await once(startEngine(0), 'exit')) as [number];

  expect(code).toBe(0);
  // A receipt that a crash has ended does not count.
  expect([...new Set(done())].sort()).toEqual(Array.from({ length: EVENTS }, (_, id) => `${id} 1`));
});
