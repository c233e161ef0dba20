import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import pLimit from 'p-limit';
import { startRekognition } from '../../local/src/services/rekognition/rekognition.ts';
import { extractCaptures } from '../../video-service/src/media/making/extract-captures.ts';
import { renderPreviews } from '../../video-service/src/media/making/render-previews.ts';
import { readMediaLimits } from '../../video-service/src/media/media-limits.ts';
import { fileSource } from '../../video-service/src/media/testing/file-source.ts';
import { cpuSeconds } from '../cpu-seconds.ts';
import type { Work } from './work.ts';

const USUAL = { maxLabels: 100, minConfidence: 50 };
const limits = readMediaLimits({});

// A separate process, in which nothing else uses processor time. The models are the engine's, and stay loaded.
const rekognition = startRekognition({ readObject: () => Promise.resolve(undefined) });
const media = pLimit(availableParallelism());
const models = pLimit(availableParallelism());

const work = (file: string) => Promise.all([media(render, file), capture(file)]);

const render = async (file: string) => {
  await using directory = await workDirectory();
  await renderPreviews(await fileSource(file), { directory: directory.path, limits });
};

const capture = async (file: string) => {
  await using directory = await workDirectory();
  const options = { directory: directory.path, limits };
  const { captures } = await media(async () => extractCaptures(await fileSource(file), options));
  const pictures = captures.flatMap(({ file: picture }) => picture ?? []);
  await Promise.all(pictures.map((picture) => models(label, picture)));
};

const label = async (picture: string) => rekognition.detect(await readFile(picture), USUAL);

const workDirectory = () => mkdtempDisposable(path.join(tmpdir(), 'bench-bare-'));

const measure = async (files: string[]): Promise<Work> => {
  const startedAt = performance.now();
  const seconds = await cpuSeconds(() => Promise.all(files.map(work)));
  return { wallSeconds: (performance.now() - startedAt) / 1000, cpuSeconds: seconds };
};

process.on('message', (files: string[]) => {
  void measure(files).then((measured) => process.send?.(measured));
});
process.on('disconnect', () => process.exit());
