import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { ancestorsOf } from '../local/src/services/rekognition/names/taxonomy.ts';
import { drawSample } from '../local/src/sample/draw-sample.ts';

/** The expected labels of a picture: right and wrong ones. The ancestors of a right label are right. */
type Expected = { right: string[]; wrong: string[] };

/** A picture and its expected labels. */
export type Judged = { file: string } & Expected;

const EXPECTED = v.record(
  v.string(),
  v.strictObject({
    right: v.optional(v.array(v.string()), []),
    wrong: v.optional(v.array(v.string()), []),
  }),
);

/** The pictures of a folder that its `expected.json` lists. */
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
const PHOTO_SIZE = '4608:2592';

/** The key frames of the sample that the project draws, as they are and as photos of 12 megapixels. */
export const drawnPictures = async (
  ffmpeg: string,
): Promise<{ frames: Judged[]; photos: Judged[] }> => {
  const folder = path.join(tmpdir(), 'video-service-bench', 'labels');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const film = path.join(folder, 'street.mp4');
  await drawSample(film, { ffmpeg });
  const keyFrames = ['-v', 'error', '-skip_frame', 'nokey', '-i', film, '-vsync', '0'];
  const draw = async (name: string, ...options: string[]) => {
    await promisify(execFile)(ffmpeg, [...keyFrames, ...options, path.join(folder, name)]);
    return Array.from({ length: KEY_FRAMES }, (_, index) =>
      judgedDrawing(path.join(folder, name.replace('%d', String(index + 1)))),
    );
  };
  return {
    frames: await draw('%d.png'),
    photos: await draw('%d.jpg', '-vf', `scale=${PHOTO_SIZE}`, '-q:v', '2'),
  };
};

// Anything that is drawn there is right in each of them.
const judgedDrawing = (file: string): Judged => ({
  file,
  right: [...SIGNS, ...SURROUNDINGS].flatMap((label) => [label, ...ancestorsOf(label)]),
  wrong: ['Mobile Phone', 'Animal', 'Person', 'Food', 'Furniture', 'Airplane', 'Boat'],
});
