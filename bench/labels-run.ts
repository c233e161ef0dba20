import { readFile } from 'node:fs/promises';
import type { LabelsRun } from './labels.ts';
import { BUILT_IN_MODELS } from '../local/src/services/rekognition/models/built-in.ts';
import { startRekognition } from '../local/src/services/rekognition/rekognition.ts';

const USUAL = { maxLabels: 100, minConfidence: 50 };

// A process of its own with one thread, so that memory and start are those of these models alone.
const [chosen = '', ...files] = process.argv.slice(2);
const rekognition = startRekognition({
  readObject: () => Promise.resolve(undefined),
  workers: 1,
  models: BUILT_IN_MODELS.filter(({ name }) => chosen.split('+').includes(name)),
});
const labels: LabelsRun['labels'] = {};

const look = async (file: string) => {
  const found = await rekognition.detect(await readFile(file), USUAL);
  labels[file] = found.map(({ Name }) => Name);
};

const [first = '', ...rest] = files;
const start = performance.now();
const atStart = process.cpuUsage();
await look(first);
const firstMs = performance.now() - start;
const firstCpuMs = milliseconds(process.cpuUsage(atStart));
await Promise.all(rest.slice(0, 2).map(look));
const before = process.cpuUsage();
await Promise.all(rest.slice(2).map(look));
const run: LabelsRun = {
  labels,
  firstMs,
  firstCpuMs,
  cpuMs: milliseconds(process.cpuUsage(before)) / Math.max(1, rest.length - 2),
  memoryMb: process.resourceUsage().maxRSS / 1000,
};
console.log(JSON.stringify(run));
await rekognition.stop();

function milliseconds({ user, system }: NodeJS.CpuUsage) {
  return (user + system) / 1000;
}
