import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readMediaLimits } from '../media-limits.ts';
import { easyScene, hardScene, type Scene } from '../testing/crossings.ts';
import { drawScene } from '../testing/draw-scene.ts';
import { fileSource } from '../testing/file-source.ts';
import { judgeCaptures } from '../testing/judge-captures.ts';
import { extractCaptures } from './extract-captures.ts';

// The benchmark draws 200 of each kind; a video takes a while on a slow machine.
const SAMPLE = 2;
const SLOW = 600_000;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'moments-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const extract = async (scene: Scene, { name = 'clip.mp4', env = {} } = {}) => {
  const file = await drawScene(path.join(directory, name), scene);
  return extractCaptures(await fileSource(file), { directory, limits: readMediaLimits(env) });
};

const QUIET: Scene = { seed: 1, crossings: [], disturbances: [], keyFramesEvery: 5 };

test(
  'every object that crosses a stationary picture has one capture that shows it completely',
  async () => {
    for (let seed = 1; seed <= SAMPLE; seed += 1) {
      const scene = easyScene(seed);
      const { captures } = await extract(scene);
      const { length: crossings } = scene.crossings;

      expect(judgeCaptures(scene, captures)).toEqual({
        crossings,
        seen: crossings,
        captures: crossings,
        empty: 0,
      });
    }
  },
  SLOW,
);

test(
  'rain, lamps, clouds and leaves hide few crossings, and there are never too many captures',
  async () => {
    const totals = { crossings: 0, seen: 0 };
    for (let seed = 1; seed <= SAMPLE; seed += 1) {
      const scene = hardScene(seed);
      const { captures } = await extract(scene, { env: { CAPTURES_MAX: '6' } });
      const { crossings, seen } = judgeCaptures(scene, captures);
      totals.crossings += crossings;
      totals.seen += seen;
      expect(captures.length).toBeLessThanOrEqual(6);
    }
    expect(totals.seen / totals.crossings).toBeGreaterThan(0.75);
  },
  SLOW,
);

test.each(['clip.mp4', 'clip.mkv', 'clip.ts'])(
  'activity, and the frame that shows it, is reported for %s',
  async (name) => {
    const [crossing] = easyScene(1).crossings;
    if (!crossing) throw new Error('Nothing crosses');
    const { captures, watched } = await extract(
      { ...QUIET, crossings: [crossing], keyFramesEvery: 30 },
      { name },
    );

    const moment = captures.find(({ kind }) => kind === 'moment');
    expect(watched?.activityEverySeconds).toBe(0.2);
    expect(watched?.activity.map(({ frame }) => frame)).toEqual([moment?.frame]);
    const [moved] = watched?.activity ?? [];
    expect(Math.abs((moved?.start ?? NaN) - crossing.from)).toBeLessThan(0.5);
    expect(Math.abs((moved?.end ?? NaN) - crossing.until)).toBeLessThan(0.5);
    expect(captures.map(({ kind }) => kind)).toEqual(['keyframe', 'moment']);
  },
  SLOW,
);

test(
  'a stationary picture without motion has its key frames, and the same video gives the same bytes',
  async () => {
    const [first, second] = [await extract(QUIET), await extract(QUIET)];
    const [picture, again] = await Promise.all(
      [first, second].map(({ captures }) => readFile(captures[0]?.file ?? '')),
    );

    expect(first.captures.map(({ frame, kind }) => [frame, kind])).toEqual(
      ['0', '5000', '10000', '15000', '20000', '25000'].map((frame) => [frame, 'keyframe']),
    );
    expect(first.watched).toEqual({ activity: [], activityEverySeconds: 0.2 });
    expect(second.watched).toEqual(first.watched);
    expect(picture?.equals(again ?? Buffer.alloc(0))).toBe(true);
  },
  SLOW,
);
