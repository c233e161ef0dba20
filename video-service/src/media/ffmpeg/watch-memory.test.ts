import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { expect, test } from '@jest/globals';
import { watchMemory } from './watch-memory.ts';

const MB = 1_000_000;
const GREEDY = 'const held = []; setInterval(() => held.push(Buffer.alloc(20000000, 1)), 20)';

test('a program that exceeds its memory limit is killed and reported', async () => {
  const child = spawn(execPath, ['-e', GREEDY]);
  const memory = watchMemory(child, 300 * MB);

  const [, signal] = (await once(child, 'exit')) as [number | null, string];

  expect([signal, memory.stop()]).toEqual(['SIGKILL', true]);
}, 60_000);

test('a program that uses little memory is left alone', async () => {
  const child = spawn(execPath, ['-e', 'setTimeout(() => undefined, 300)']);
  const memory = watchMemory(child);

  const [code] = (await once(child, 'exit')) as [number];

  expect([code, memory.stop()]).toEqual([0, false]);
}, 60_000);
