import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from './testing/processes.ts';

const TESTING = path.join(import.meta.dirname, 'testing');
const DAY_MS = 86_400_000;

// Fails each event and message once, so that both wait for another try.
const HANDLER = `import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
const attempt = (name) => {
  const tried = process.env.DONE + '-' + name;
  if (existsSync(tried)) return appendFileSync(process.env.DONE, name + '\\n');
  writeFileSync(tried, '');
  throw new Error('not yet');
};
export const handler = async ({ id, Records = [] }) => {
  if (id !== undefined) attempt('event ' + id);
  const failed = Records.filter(({ body }) => {
    try { attempt('message ' + body); } catch { return true; }
  });
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

let dir: string;
let engine: ChildProcess | undefined;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'clock-'));
  mkdirSync(path.join(dir, 'code'));
  writeFileSync(path.join(dir, 'code', 'handler.mjs'), HANDLER);
});
afterEach(() => {
  engine?.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

const setClock = (offsetMs: number) => writeFileSync(path.join(dir, 'offset'), String(offsetMs));
const start = (items: number) => {
  engine = spawn(
    process.execPath,
    [
      ...['--import', path.join(TESTING, 'moving-clock.mjs')],
      ...[path.join(TESTING, 'engine-process.ts'), dir, String(items), String(items)],
    ],
    { stdio: 'inherit', env: { ...process.env, CLOCK_FILE: path.join(dir, 'offset') } },
  );
  return engine;
};
const has = (name: string) => existsSync(path.join(dir, name));
const done = () => (has('done') ? readFileSync(path.join(dir, 'done'), 'utf8') : '').split('\n');

const BOTH = ['', 'event 0', 'message 0'];

describe('work that waits for another try', () => {
  test.each([
    ['set back a day', -DAY_MS],
    ['put forward a day', DAY_MS],
  ])('is done in time if the clock is %s meanwhile', async (_, offsetMs) => {
    setClock(0);
    const running = start(1);
    await until(() => has('done-event 0') && has('done-message 0'));

    setClock(offsetMs);
    const [code] = (await once(running, 'exit')) as [number];

    expect(code).toBe(0);
    expect(done().sort()).toEqual(BOTH);
  });

  test.each([
    ['was a day ahead', DAY_MS],
    ['was a day behind', -DAY_MS],
  ])('is done after a restart if the clock %s before it', async (_, offsetMs) => {
    setClock(offsetMs);
    const first = start(1);
    await until(() => has('done-event 0') && has('done-message 0'));
    first.kill('SIGKILL');
    await once(first, 'exit');

    setClock(0);
    const [code] = (await once(start(0), 'exit')) as [number];

    expect(code).toBe(0);
    expect(done().sort()).toEqual(BOTH);
  });
});
