import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Metadata } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { findFfmpeg } from '@video-service/deploy/packaging/ffmpeg-binaries';
import { drawSample } from './sample/draw-sample.ts';
import { drawClip } from './testing/draw-clip.ts';
import { RENDER } from './testing/bank-client.ts';

const TIMEOUT_MS = 300_000;
const MAIN = path.join(import.meta.dirname, 'main.ts');

let directory: string;
let films: string[];

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'repeat-'));
  const street = path.join(directory, 'street.mp4');
  await drawSample(street, { ffmpeg: (await findFfmpeg()).ffmpeg });
  films = [street, await drawClip(path.join(directory, 'clip.mp4'))];
}, TIMEOUT_MS);
afterAll(() => rm(directory, { recursive: true }));

/** The bytes of every metadata.json, by its path in the state directory, after a fresh `npm start -- --once`. */
const runOnce = async (name: string): Promise<[string, string][]> => {
  const state = path.join(directory, name);
  const ports = ['--port', '0', '--aws-port', '0'];
  await promisify(execFile)(process.execPath, [
    MAIN,
    '--once',
    ...films,
    ...ports,
    '--state',
    state,
  ]);
  const renders = path.join(state, 's3', RENDER);
  const files = await readdir(renders, { recursive: true });
  const places = files.filter((file) => path.basename(file) === 'metadata.json').toSorted();
  return Promise.all(
    places.map(async (place): Promise<[string, string]> => {
      return [place, await readFile(path.join(renders, place), 'utf8')];
    }),
  );
};

test(
  'a second fresh run writes the same metadata.json, byte for byte',
  async () => {
    const [first, second] = [await runOnce('first'), await runOnce('second')];

    expect(second).toEqual(first);
    // Otherwise nothing was compared.
    const labels = first.map(([, text]) => v.parse(Metadata, JSON.parse(text)).allLabels.length);
    expect(labels).toHaveLength(films.length);
    expect(Math.max(...labels)).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
