import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkProgram } from './check-program.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'programs-'));
  file = path.join(directory, 'ffmpeg');
});
afterEach(() => rm(directory, { recursive: true }));

const LOAD = 1;
const INTERP = 3;
const PROGRAM_HEADER_BYTES = 56;

const elf = (machine: number, ...segments: number[]) => {
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01', 'latin1');
  header.writeUInt16LE(machine, 18);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(PROGRAM_HEADER_BYTES, 54);
  header.writeUInt16LE(segments.length, 56);
  return Buffer.concat([header, ...segments.map(segment)]);
};
const segment = (type: number) => {
  const entry = Buffer.alloc(PROGRAM_HEADER_BYTES);
  entry.writeUInt32LE(type);
  return entry;
};

test.each([
  ['arm64', 183],
  ['x86_64', 62],
] as const)('a static program for %s passes', async (architecture, machine) => {
  await writeFile(file, elf(machine, LOAD, LOAD));
  await expect(checkProgram(file, architecture)).resolves.toBeUndefined();
});

test.each([
  ['a script', Buffer.from('#!/bin/sh\nexec ffmpeg\n'.repeat(9)), 'is not a 64-bit Linux program.'],
  ['an empty file', Buffer.alloc(0), 'is not a 64-bit Linux program.'],
  ['a program for another processor', elf(62, LOAD), 'is not built for arm64'],
  ['a dynamic program', elf(183, LOAD, INTERP), 'Use a static build.'],
  ['a program cut off', elf(183, LOAD).subarray(0, 70), 'is truncated.'],
])('%s is rejected', async (_, bytes, message) => {
  await writeFile(file, bytes);
  await expect(checkProgram(file, 'arm64')).rejects.toThrow(message);
});

test('a missing program is named', async () => {
  await expect(checkProgram(file, 'arm64')).rejects.toThrow(`${file} cannot be read.`);
});
