import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openStateDirectory, StateInUse, StateUnusable } from './state-directory.ts';

let home: string;
beforeEach(() => void (home = mkdtempSync(path.join(tmpdir(), 'state-'))));
afterEach(() => rmSync(home, { recursive: true }));

test('a directory is created, and is for one engine at a time', () => {
  const directory = path.join(home, 'new', 'state');

  const state = openStateDirectory(directory);
  expect(() => openStateDirectory(directory)).toThrow(StateInUse);
  state.close();

  openStateDirectory(directory).close();
});

test.each([
  ['a file', ['file'], 'is a file, and the engine needs a directory for its state'],
  ['a path through a file', ['file', 'state'], 'lies in a file'],
])('%s is refused with its error', (_, parts, reason) => {
  writeFileSync(path.join(home, 'file'), '');

  expect(() => openStateDirectory(path.join(home, ...parts))).toThrow(StateUnusable);
  expect(() => openStateDirectory(path.join(home, ...parts))).toThrow(reason);
});

// /sys accepts no directories, not even from root.
test('a directory that cannot be created is refused with its error', () => {
  expect(() => openStateDirectory('/sys/state')).toThrow(
    /^\/sys\/state (?:may not be written by this user|is on a read-only file system)$/u,
  );
});

// Node's own recursive mkdir never returns from there.
test.each(['/proc/state', '/proc/state/of/an/engine'])('%s is refused at once', (directory) => {
  expect(() => openStateDirectory(directory)).toThrow(
    `${directory} cannot be made, as its file system takes no directories`,
  );
});
