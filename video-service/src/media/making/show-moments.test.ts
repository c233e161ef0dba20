import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { selectEvery } from '../ffmpeg/sampling.ts';
import { readMediaLimits } from '../media-limits.ts';
import { easyScene, placeAt, type Scene } from '../testing/crossings.ts';
import { drawScene } from '../testing/draw-scene.ts';
import { fileSource } from '../testing/file-source.ts';
import { drawNumberedClip } from '../testing/numbered-clip.ts';
import { withVideo } from '../with-video.ts';
import { lookThrough } from './look-through.ts';
import { showMoments } from './show-moments.ts';
import { planFootage } from './write-video.ts';

const SLOW = 600_000;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'show-moments-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const show = async (file: string) =>
  withVideo(await fileSource(file), readMediaLimits({}), async (video) => {
    const every = { select: selectEvery(1, [{ start: 0, end: video.windowSeconds }]), directory };
    const looked = await lookThrough(video, { decode: 'all' }, every);
    const shown = await showMoments(video, { looked, pictures: looked }, directory);
    const { stretches } = await planFootage(video, { moments: shown?.moments ?? [], opening: 0 });
    return {
      times: shown?.chosen.pictures.map(({ millisecond }) => millisecond / 1000),
      stretches,
    };
  });

const isCrossed = ({ crossings }: Scene, time: number) =>
  crossings.some((crossing) => placeAt(crossing, time) !== undefined);

test(
  'the preview of a stationary camera shows what crosses, and at most two pictures of the empty scene',
  async () => {
    for (const seed of [3, 4]) {
      const scene = easyScene(seed);
      const { times = [], stretches } = await show(
        await drawScene(path.join(directory, 'clip.mp4'), scene),
      );

      const empty = times.filter((time) => !isCrossed(scene, time));
      expect(times.length - empty.length).toBe(8);
      expect(empty.length).toBeLessThanOrEqual(2);
      expect(isCrossed(scene, times[0] ?? NaN)).toBe(true);
      for (const { start, end } of stretches)
        expect(isCrossed(scene, (start + end) / 2)).toBe(true);
    }
  },
  SLOW,
);

test(
  'a scene without motion has nothing to show',
  async () => {
    const quiet = { seed: 1, crossings: [], disturbances: [], keyFramesEvery: 5 };
    const file = await drawScene(path.join(directory, 'clip.mp4'), quiet);

    expect((await show(file)).times).toBe(undefined);
  },
  SLOW,
);

test(
  'a video of a moving camera is not sampled',
  async () => {
    const file = await drawNumberedClip(path.join(directory, 'clip.mp4'), {
      frames: 300,
      filters: 'noise=alls=100:allf=t,rotate=t',
    });

    expect((await show(file)).times).toBe(undefined);
  },
  SLOW,
);
