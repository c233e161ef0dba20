import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import fc from 'fast-check';
import { extractCaptures } from '../making/extract-captures.ts';
import { readMediaLimits } from '../media-limits.ts';
import { probeVideo } from '../probe/probe-video.ts';
import type { RangeSource } from '../source/range-source.ts';
import { countedSource } from '../testing/counted-source.ts';
import { fileSource } from '../testing/file-source.ts';
import { turnClockwise } from '../testing/mp4-boxes.ts';
import { drawNumberedClip, H264, type NumberedClip } from '../testing/numbered-clip.ts';
import { topBoxes } from './boxes.ts';
import { readMovie } from './movie.ts';
import { readIndex } from './video-index.ts';
import { withSource } from '../source/with-source.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'index-test-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const draw = (name: string, clip: NumberedClip) =>
  drawNumberedClip(path.join(directory, name), clip);

const indexIn = async (source: RangeSource) => {
  const movie = await readMovie(source, await topBoxes(source)).catch(() => undefined);
  return movie && readIndex(source, movie);
};

const indexOf = async (file: string) => {
  const source = await fileSource(file);
  const described = (await indexIn(source))?.described;
  if (!described) return undefined;
  const { facts, appearance, tags, stream, ...times } = described;
  const { startSeconds, fileStartSeconds, endSeconds, untimed } = times;
  return {
    ...{ facts, appearance, tags, stream },
    ...{ startSeconds, fileStartSeconds, endSeconds, untimed },
  };
};

const VP9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'];
const IN_FRAGMENTS = [...H264, '-movflags', 'frag_keyframe'];

test.each([
  ['mp4', {}],
  ['mov', { width: 200, height: 112 }],
  ['mp4', { coding: [...VP9, '-pix_fmt', 'yuv420p', '-colorspace', 'bt709'] }],
])('the index of an %s matches ffprobe’s output', async (extension, clip) => {
  const file = await draw(`clip.${extension}`, { frames: 60, ...clip });

  const probed = await withSource(await fileSource(file), (lent) =>
    probeVideo(lent, performance.now() + 30_000),
  );

  expect(await indexOf(file)).toEqual(probed);
});

test('the index reveals the rotation of a phone held upright', async () => {
  const file = await draw('lying.mp4', { frames: 10 });
  await writeFile(file, turnClockwise(await readFile(file)));

  expect((await indexOf(file))?.facts.rotation).toBe(90);
});

test.each([
  ['a WebM file', 'clip.webm', VP9],
  ['an MP4 in fragments by itself', 'clip.mp4', IN_FRAGMENTS],
  ['an old codec', 'clip.mp4', ['-c:v', 'mpeg4']],
])('%s is left to FFmpeg', async (_, name, coding) => {
  expect(await indexOf(await draw(name, { frames: 10, coding }))).toBeUndefined();
});

test('a picture larger than 8K is rejected by its index', async () => {
  const file = await draw('large.mp4', { frames: 2, width: 8200, height: 16 });

  await expect(indexOf(file)).rejects.toMatchObject({ details: { code: 'PICTURE_TOO_LARGE' } });
});

test('of a long file little more than the key frames is read, in one request each', async () => {
  const noise = 'noise=alls=100:allf=t';
  const coding = [...H264.slice(0, -4), '-g', '30', '-sc_threshold', '0', '-crf', '1'];
  const file = await draw('long.mp4', { frames: 150, filters: noise, coding });
  const { source, reads, bytesRead } = countedSource(await fileSource(file));

  const { captures } = await extractCaptures(source, { directory, limits: readMediaLimits({}) });

  expect(captures).toHaveLength(5);
  const INDEX = 2;
  expect(reads.length).toBeLessThanOrEqual(INDEX + captures.length);
  expect(bytesRead() / source.size).toBeLessThan(0.2);
}, 60_000);

test('an invalid index is no worse than none', async () => {
  const file = await draw('damaged.mp4', { frames: 30, width: 64, height: 48 });
  const bytes = await readFile(file);
  const from = bytes.indexOf('moov');
  const change = fc.tuple(fc.nat(bytes.length - from - 1), fc.nat(255));

  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const damaged = Buffer.from(bytes);
      for (const [at, byte] of changes) damaged[from + at] = byte;

      expect(['PICTURE_TOO_LARGE', 'NO_PICTURE', undefined]).toContain(await errorOf(damaged));
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('a file with wrong key frames in its index is read from start to end', async () => {
  const file = await draw('lying-index.mp4', { frames: 60 });
  const bytes = await readFile(file);
  const entries = bytes.indexOf('stss') + 12;
  for (let key = 0; key < bytes.readUInt32BE(entries - 4); key += 1)
    bytes.writeUInt32BE(bytes.readUInt32BE(entries + key * 4) + 1, entries + key * 4);
  const options = { directory, limits: readMediaLimits({}) };

  const { captures } = await extractCaptures(memorySource(bytes), options);

  expect(captures.map(({ time }) => time)).toEqual([0, 0.5, 1, 1.5]);
});

const errorOf = async (bytes: Uint8Array) => {
  try {
    const source = memorySource(bytes);
    await indexIn(source);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return error.details.code;
    throw error;
  }
};

const memorySource = (bytes: Uint8Array): RangeSource => ({
  size: bytes.length,
  readRange: async (start, end) => bytes.slice(start, end + 1),
});
