import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { tryLock, withLock } from './lock.ts';

let directory: string;
beforeEach(async () => void (directory = await mkdtemp(path.join(tmpdir(), 'lock-'))));
afterEach(() => rm(directory, { recursive: true }));

test('allows one holder at a time', () => {
  const file = path.join(directory, 'lock');

  const unlock = tryLock(file);
  expect(tryLock(file)).toBeUndefined();
  unlock?.();
  tryLock(file)?.();
});

test('runs waiting work one after the other', async () => {
  const file = path.join(directory, 'lock');
  let inside = 0;
  const work = async () => {
    inside += 1;
    await new Promise(setImmediate);
    expect(inside).toBe(1);
    inside -= 1;
  };

  await Promise.all([withLock(file, work), withLock(file, work)]);
});

test('the lock of a killed process is free', async () => {
  const file = path.join(directory, 'lock');
  const code = `import { tryLock } from ${JSON.stringify(import.meta.resolve('./lock.ts'))};
    if (tryLock(${JSON.stringify(file)})) console.log('locked');
    process.stdin.resume();`;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', code]);
  const exited = once(holder, 'exit');
  await once(holder.stdout, 'data');
  const whileHeld = tryLock(file);

  holder.kill('SIGKILL');
  await exited;

  expect(whileHeld).toBeUndefined();
  const unlock = tryLock(file);
  expect(typeof unlock).toBe('function');
  unlock?.();
});
