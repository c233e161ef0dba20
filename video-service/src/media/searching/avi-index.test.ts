import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drawNumberedClip } from '../testing/numbered-clip.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import { type AviFrame, readAviTrack } from './avi-index.ts';

const FRAMES = 90;
const KEY_EVERY = 15;

let directory: string;
let avi: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'avi-test-'));
  const silent = await drawNumberedClip(path.join(directory, 'silent.mp4'), { frames: FRAMES });
  const file = path.join(directory, 'clip.avi');
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=3'];
  const coding = ['-c:v', 'mpeg4', '-g', `${KEY_EVERY}`, '-sc_threshold', '1000000000'];
  await runEncoder([...sound, '-i', silent, '-map', '0', '-map', '1', ...coding, file]);
  avi = await readFile(file);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const read = (bytes: Buffer, stream = 1) =>
  readAviTrack(
    {
      size: bytes.length,
      readRange: (start, end) => Promise.resolve(bytes.subarray(start, end + 1)),
    },
    stream,
  );

const HEAD_BYTES = 8;

/** The same AVI with the index of a large file: parts anywhere in it, listed where FFmpeg leaves room for that. */
const withParts = async (framesAPart: number) => {
  const { frames } = (await read(avi)) ?? { frames: [] };
  const list = Buffer.from(avi);
  const at = list.indexOf('JUNK', list.indexOf('vids'));
  list.write('indx', at, 'latin1');
  list.fill(0, at + HEAD_BYTES, at + HEAD_BYTES + 24);
  list.writeUInt16LE(4, at + HEAD_BYTES);
  const parts: Buffer[] = [];
  let position = list.length;
  for (let first = 0; first < frames.length; first += framesAPart) {
    const own = frames.slice(first, first + framesAPart);
    const part = writePart(own);
    const entry = at + HEAD_BYTES + 24 + 16 * parts.length;
    list.writeBigUInt64LE(BigInt(position), entry);
    list.writeUInt32LE(part.length, entry + 8);
    list.writeUInt32LE(own.length, entry + 12);
    parts.push(part);
    position += part.length;
    list.writeUInt32LE(parts.length, at + HEAD_BYTES + 4);
  }
  const file = Buffer.concat([list, ...parts]);
  // So that nothing else reveals where the frames are.
  file.write('JUNK', file.indexOf('idx1'), 'latin1');
  return { file, at };
};

const writePart = (frames: AviFrame[]) => {
  const part = Buffer.alloc(HEAD_BYTES + 24 + 8 * frames.length);
  const base = 1000;
  part.write('ix01', 0, 'latin1');
  part.writeUInt32LE(part.length - HEAD_BYTES, 4);
  part.writeUInt32LE(frames.length, HEAD_BYTES + 4);
  part.writeBigUInt64LE(BigInt(base), HEAD_BYTES + 12);
  for (const [number, { position, bytes, isKey }] of frames.entries()) {
    part.writeUInt32LE(position - base, HEAD_BYTES + 24 + 8 * number);
    part.writeUInt32LE(isKey ? bytes : bytes + 0x80000000, HEAD_BYTES + 28 + 8 * number);
  }
  return part;
};

test('an index lists the frames, including empty ones', async () => {
  const track = await read(avi);

  expect(track?.frameSeconds).toBeCloseTo(1 / 30);
  const shown = track?.frames.filter(({ bytes }) => bytes > 0) ?? [];
  expect(shown).toHaveLength(FRAMES);
  expect(shown.flatMap(({ isKey }, frame) => (isKey ? [frame] : []))).toEqual([
    0, 15, 30, 45, 60, 75,
  ]);
  for (const { position, bytes } of track?.frames ?? [])
    expect([avi.toString('latin1', position - 8, position - 4), bytes]).toEqual([
      '01dc',
      avi.readUInt32LE(position - 4),
    ]);
});

test('an index in parts lists the same', async () => {
  const { file } = await withParts(40);

  expect(await read(file)).toEqual(await read(avi));
});

test('audio has no frames', async () => {
  expect(await read(avi, 0)).toBeUndefined();
});

test('a file without an index, or a truncated one, is not understood', async () => {
  const bare = Buffer.from(avi);
  bare.write('JUNK', bare.indexOf('idx1'), 'latin1');

  expect(await read(bare)).toBeUndefined();
  expect(await read(avi.subarray(0, avi.length / 2))).toBeUndefined();
});

test('an index that points elsewhere, or omits frames, is ignored', async () => {
  const elsewhere = Buffer.from(avi);
  const index = elsewhere.indexOf('idx1');
  for (let at = index + 8; at + 16 <= elsewhere.length; at += 16)
    elsewhere.writeUInt32LE(elsewhere.readUInt32LE(at + 8) + 2, at + 8);
  const shorter = Buffer.from(avi);
  shorter.write('JUNK', shorter.indexOf('01dc', index), 'latin1');

  expect(await read(elsewhere)).toBeUndefined();
  expect(await read(shorter)).toBeUndefined();
});

test('parts beyond any file’s limit are not read', async () => {
  const { file, at } = await withParts(40);
  const parts = at + HEAD_BYTES;

  for (const [place, value] of [
    [parts + 4, 0xffffffff],
    [parts + 24, 0xfffffff0],
    [parts + 32, 0xffffffff],
    [parts + 32, 1],
  ] as const) {
    const hostile = Buffer.from(file);
    hostile.writeUInt32LE(value, place);
    expect(await read(hostile)).toBeUndefined();
  }
});
