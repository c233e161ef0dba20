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

/** What the process prints. */
export type BareRun = { wallSeconds: number; cpuSeconds: number; pictures: number };

const USUAL = { maxLabels: 100, minConfidence: 50 };
const limits = readMediaLimits({});

// A process of its own, in which nothing else takes processor time. The models are the engine's, and warm.
const files = process.argv.slice(2);
const rekognition = startRekognition({ readObject: () => Promise.resolve(undefined) });
const media = pLimit(availableParallelism());
const models = pLimit(availableParallelism());
let pictures = 0;

const work = (file: string) => Promise.all([media(render, file), capture(file)]);

const render = async (file: string) => {
  await using directory = await workDirectory();
  await renderPreviews(await fileSource(file), { directory: directory.path, limits });
};

const capture = async (file: string) => {
  await using directory = await workDirectory();
  const { captures } = await media(async () =>
    extractCaptures(await fileSource(file), { directory: directory.path, limits }),
  );
  await Promise.all(captures.map(({ file: picture }) => picture && models(label, picture)));
};

const label = async (picture: string) => {
  pictures += 1;
  await rekognition.detect(await readFile(picture), USUAL);
};

const workDirectory = () => mkdtempDisposable(path.join(tmpdir(), 'bench-bare-'));

await work(files[0] ?? '');
pictures = 0;
const startedAt = performance.now();
const seconds = await cpuSeconds(() => Promise.all(files.map(work)));
const run: BareRun = {
  wallSeconds: (performance.now() - startedAt) / 1000,
  cpuSeconds: seconds,
  pictures,
};
console.log(JSON.stringify(run));
await rekognition.stop();
