import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFfmpeg } from '../deploy/src/packaging/ffmpeg-binaries.ts';
import {
  type CaptureFile,
  extractCaptures,
} from '../video-service/src/media/making/extract-captures.ts';
import { readMediaLimits } from '../video-service/src/media/media-limits.ts';
import {
  easyScene,
  hardScene,
  type Scene,
  uprightScene,
} from '../video-service/src/media/testing/crossings.ts';
import { drawScene } from '../video-service/src/media/testing/draw-scene.ts';
import { fileSource } from '../video-service/src/media/testing/file-source.ts';
import {
  type Judgement,
  judgeCaptures,
} from '../video-service/src/media/testing/judge-captures.ts';
import { benchStillClips } from './still-clips.ts';

/** How many clips each corpus has by default. */
const CLIPS = 200;
const FIRST_SEED = 1;

type Corpus = {
  name: string;
  sceneOf: (seed: number) => Scene;
  goal: { seen: number; perCrossing: number; emptyPerClip: number };
};

const CORPORA: Corpus[] = [
  { name: 'easy', sceneOf: easyScene, goal: { seen: 1, perCrossing: 1, emptyPerClip: 2 } },
  {
    name: 'up and slanting',
    sceneOf: uprightScene,
    goal: { seen: 1, perCrossing: 1, emptyPerClip: 2 },
  },
  { name: 'hard', sceneOf: hardScene, goal: { seen: 0.95, perCrossing: 1.3, emptyPerClip: 2 } },
];

/**
 * Draws corpora of a stationary camera with crossing objects, and counts how many of them a capture shows completely,
 * compared with key frames alone; then measures the cost of real clips. True if every goal is met.
 */
export const benchMoments = async (clips = CLIPS): Promise<boolean> => {
  const programs = await findFfmpeg();
  process.env['FFMPEG_PATH'] = programs.ffmpeg;
  process.env['FFPROBE_PATH'] = programs.ffprobe;
  console.log(`${clips} clips each     seen   captures a crossing   empty captures a clip`);
  let isMet = true;
  for (const corpus of CORPORA) isMet = (await benchCorpus(corpus, clips)) && isMet;
  return (await benchStillClips(programs)) && isMet;
};

const benchCorpus = async ({ name, sceneOf, goal }: Corpus, clips: number) => {
  const totals = { keys: noCaptures(), moments: noCaptures() };
  for (let clip = 0; clip < clips; clip += 1) {
    const scene = sceneOf(FIRST_SEED + clip);
    const captures = await capturesOf(scene);
    add(totals.moments, judgeCaptures(scene, captures));
    add(totals.keys, judgeCaptures(scene, keyFramesAmong(captures)));
  }
  const { crossings, seen, captures, empty } = totals.moments;
  const isMet =
    seen >= goal.seen * crossings &&
    captures <= goal.perCrossing * crossings &&
    empty <= goal.emptyPerClip * clips;
  console.log(formatRow(`${name}, key frames alone`, totals.keys, clips));
  console.log(
    `${formatRow(`${name}, with moments`, totals.moments, clips)}   ${isMet ? 'met' : 'MISSED'}`,
  );
  return isMet;
};

const capturesOf = async (scene: Scene) => {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-moments-'));
  try {
    const file = await drawScene(path.join(directory, 'clip.mp4'), scene);
    const options = { directory, limits: readMediaLimits({}) };
    return (await extractCaptures(await fileSource(file), options)).captures;
  } finally {
    await rm(directory, { recursive: true });
  }
};

// Each with its own picture, even if a moment shows more.
const keyFramesAmong = (captures: CaptureFile[]): CaptureFile[] =>
  captures
    .filter(({ kind }) => kind === 'keyframe')
    .map(({ frame, time, kind }) => ({ frame, time, kind, file: frame }));

const noCaptures = (): Judgement => ({ crossings: 0, seen: 0, captures: 0, empty: 0 });

const add = (total: Judgement, { crossings, seen, captures, empty }: Judgement) => {
  total.crossings += crossings;
  total.seen += seen;
  total.captures += captures;
  total.empty += empty;
};

const formatRow = (name: string, { crossings, seen, captures, empty }: Judgement, clips: number) =>
  [
    name.padEnd(34),
    `${seen} of ${crossings}, ${((100 * seen) / crossings).toFixed(1)} %`.padStart(22),
    (captures / crossings).toFixed(3).padStart(10),
    (empty / clips).toFixed(2).padStart(10),
  ].join('');
