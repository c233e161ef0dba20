import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readMediaLimits } from '../media-limits.ts';
import { decodeAll } from '../testing/decode-all.ts';
import { fileSource } from '../testing/file-source.ts';
import { drawNumberedClip, H264, scramble } from '../testing/numbered-clip.ts';
import { withVideo } from '../with-video.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'excerpt-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const open = (encoder: string, parameters: string) => [
  ...['-pix_fmt', 'yuv420p', '-c:v', encoder, '-preset', 'ultrafast', '-qp', '16'],
  `-${encoder.slice(3)}-params`,
  `open-gop=1:bframes=3:keyint=15:${parameters}`,
];

/** The frames that a decoder shows of an excerpt of three spans, and those of the whole file, by millisecond. */
const framesOf = async (file: string, codedAs: string) => {
  const excerpts = await withVideo(await fileSource(file), readMediaLimits({}), async (video) => {
    expect(video.facts.codec).toBe(codedAs);
    const keys = await video.index?.keyTimes({ times: [0], side: 'before' }, Infinity);
    const spans = [0.4, 3, 5.5].map((second) => {
      const from = keys?.find((key) => key >= second) ?? Number.NaN;
      return { from, until: from + 1.1 };
    });
    return video.index?.writeExcerpts(spans, path.join(directory, 'excerpt'));
  });
  const shown = new Map<number, number>();
  for (const { file: excerpt } of excerpts ?? [])
    for (const [time, number] of await decodeAll(excerpt)) shown.set(time, number);
  return { shown: [...shown], whole: await decodeAll(file) };
};

test.each([
  ['h264', H264],
  ['h264', open('libx264', 'scenecut=0:b-pyramid=2')],
  ['hevc', open('libx265', 'scenecut=0:b-pyramid=1:log-level=none')],
  ['mpeg2video', ['-c:v', 'mpeg2video', '-q:v', '3', '-g', '15', '-bf', '2']],
  ['mpeg4', ['-c:v', 'mpeg4', '-q:v', '3', '-g', '15', '-bf', '2']],
  ['mjpeg', ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '3']],
])('every frame in an excerpt of %s coded with %j is that of its time', async (codec, coding) => {
  const file = path.join(directory, `${codec}.mov`);
  await drawNumberedClip(file, { frames: 240, show: scramble, coding });

  const { shown, whole } = await framesOf(file, codec);

  expect(shown.length).toBeGreaterThan(90);
  expect(shown).toEqual(shown.map(([time]) => [time, whole.get(time)]));
});

test.each([
  ['key frames', 0, true],
  ['frames that are shown before others stored earlier', 1, false],
])('an excerpt of %s', async (_, seconds, isInOrder) => {
  const file = path.join(directory, 'reordered.mp4');
  await drawNumberedClip(file, { frames: 60 });

  const excerpts = await withVideo(await fileSource(file), readMediaLimits({}), ({ index }) => {
    const spans = [0, 1].map((from) => ({ from, until: from + seconds }));
    return Promise.resolve(index?.writeExcerpts(spans, path.join(directory, 'ordered')));
  });

  expect(excerpts).toMatchObject([{ start: 0, isInOrder }]);
});
