import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startWasm } from './compiled-code.ts';
import { keptFiles } from './kept-files.ts';

// (module (func (export "answer") (result i32) i32.const 42))
const WASM = Buffer.from(
  '0061736d010000000105016000017f03020100070a0106616e7377657200000a06010400412a0b',
  'hex',
);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'compiled-code-'));
});

afterEach(() => rm(folder, { recursive: true }));

const start = () => startWasm(WASM, {}, keptFiles(folder));

const answerOf = ({ instance }: Awaited<ReturnType<typeof start>>) => {
  const { answer } = instance.exports as { answer: () => number };
  return answer();
};

const keptFile = async () => path.join(folder, (await readdir(folder))[0] ?? '');

test('the next process uses the code that one process keeps', async () => {
  const first = await start();
  expect([first.wasKept, answerOf(first)]).toEqual([false, 42]);
  await first.keepCode();

  const next = await start();

  expect([next.wasKept, answerOf(next)]).toEqual([true, 42]);
});

test.each([
  ['damaged', (file: Buffer) => file.fill(7, file.length - 1)],
  ['cut off', (file: Buffer) => file.subarray(0, file.length - 1)],
  ['empty', () => Buffer.alloc(0)],
])('a %s file is ignored and rewritten', async (_, damage) => {
  await (await start()).keepCode();
  const file = await keptFile();
  const whole = await readFile(file);
  await writeFile(file, damage(Buffer.from(whole)));

  const next = await start();
  expect([next.wasKept, answerOf(next)]).toEqual([false, 42]);
  await next.keepCode();

  expect(await readFile(file)).toEqual(whole);
});

test('code that V8 rejects is compiled again', async () => {
  const first = await start();
  await first.keepCode();
  await keptFiles(folder).keep(path.basename(await keptFile()), Buffer.alloc(500, 1));

  const next = await start();

  expect([next.wasKept, answerOf(next)]).toEqual([false, 42]);
});

test('if no file can be written, the next process compiles', async () => {
  const files = keptFiles(path.join(folder, 'file'));
  await writeFile(path.join(folder, 'file'), 'not a folder');
  const first = await startWasm(WASM, {}, files);

  await expect(first.keepCode()).rejects.toThrow('EEXIST');

  const next = await startWasm(WASM, {}, files);
  expect([next.wasKept, answerOf(next)]).toEqual([false, 42]);
});
