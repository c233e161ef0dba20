import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkFiles } from './video-files.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'videos-'));
  await mkdir(path.join(directory, 'phone'));
  for (const name of ['Äpfel & 100 %.mp4', 'phone/a.mp4', 'a.mp4']) {
    await writeFile(path.join(directory, name), '');
  }
});
afterEach(() => rm(directory, { recursive: true }));

const check = (...names: string[]) => checkFiles(names.map((name) => path.join(directory, name)));

const filesOf = async (...names: string[]) => (await check(...names)).files;

test('a file is uploaded under its own name', async () => {
  expect(await filesOf('Äpfel & 100 %.mp4')).toEqual([
    { path: path.join(directory, 'Äpfel & 100 %.mp4'), key: 'videos/Äpfel & 100 %.mp4' },
  ]);
});

test('files with the same name from several folders do not replace each other', async () => {
  const keys = (await filesOf('a.mp4', 'phone/a.mp4', 'a.mp4')).map(({ key }) => key);

  expect(keys).toEqual(['videos/a.mp4', 'videos/a (2).mp4', 'videos/a (3).mp4']);
});

test('a file whose name is not UTF-8 is found by its bytes', async () => {
  const bytes = Buffer.concat([Buffer.from(`${directory}/caf`), Buffer.from([0xe9, 0x2e, 0x61])]);
  await writeFile(bytes, '');

  expect(await filesOf('caf\uFFFD.a')).toEqual([{ path: bytes, key: 'videos/caf\uFFFD.a' }]);
});

test('a file that cannot be uploaded is named, and the others are uploaded', async () => {
  expect(await check('missing.mp4', 'a.mp4')).toEqual({
    files: [{ path: path.join(directory, 'a.mp4'), key: 'videos/a.mp4' }],
    problems: [`${directory}/missing.mp4 does not exist.`],
  });
});

test('if no file can be uploaded, the error names each one', async () => {
  await expect(check('missing.mp4', 'phone', 'a.mp4/b.mp4')).rejects.toThrow(
    [
      `${directory}/missing.mp4 does not exist.`,
      `${directory}/phone is a directory. Name the files in it.`,
      `${directory}/a.mp4/b.mp4 does not exist.`,
    ].join('\n'),
  );
});
