import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { ancestorsOf } from '../local/src/services/rekognition/names/taxonomy.ts';
import { drawSample } from '../local/src/sample/draw-sample.ts';

/** What a picture shows: labels that are right and labels that are wrong. The ancestors of a right label are right. */
type Expected = { right: string[]; wrong: string[] };

/** A picture, and the judgement of it. */
export type Judged = { file: string } & Expected;

const EXPECTED = v.record(
  v.string(),
  v.strictObject({
    right: v.optional(v.array(v.string()), []),
    wrong: v.optional(v.array(v.string()), []),
  }),
);

/** The pictures of a folder that its `expected.json` judges. */
export const judgedPictures = async (folder: string): Promise<Judged[]> => {
  const text = await readFile(path.join(folder, 'expected.json'), 'utf8');
  return Object.entries(v.parse(EXPECTED, JSON.parse(text))).map(([name, { right, wrong }]) => ({
    file: path.join(folder, name),
    right: right.flatMap((label) => [label, ...ancestorsOf(label)]),
    wrong,
  }));
};

const SIGNS = ['Stopsign', 'Traffic Light', 'Clock', 'Car', 'Bicycle', 'Fire Hydrant'];
const SURROUNDINGS = ['Potted Plant', 'Outdoors', 'Building', 'Architecture', 'Tower', 'Fence'];
const KEY_FRAMES = 9;

/** The key frames of the sample that the project draws: any of what is drawn there is right. */
export const drawnPictures = async (ffmpeg: string): Promise<Judged[]> => {
  const folder = path.join(tmpdir(), 'video-service-bench', 'labels');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const film = path.join(folder, 'street.mp4');
  await drawSample(film, { ffmpeg });
  const output = ['-vsync', '0', path.join(folder, '%d.png')];
  await promisify(execFile)(ffmpeg, ['-v', 'error', '-skip_frame', 'nokey', '-i', film, ...output]);
  return Array.from({ length: KEY_FRAMES }, (_, index) => ({
    file: path.join(folder, `${index + 1}.png`),
    right: [...SIGNS, ...SURROUNDINGS].flatMap((label) => [label, ...ancestorsOf(label)]),
    wrong: ['Mobile Phone', 'Animal', 'Person', 'Food', 'Furniture', 'Airplane', 'Boat'],
  }));
};
