import { EventEmitter, once } from 'node:events';
import workerThreads, { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { startDetector } from './detector.ts';
import { openImages } from './models/open-images.ts';
import { RekognitionError } from './rekognition-error.ts';

const EVERYTHING = { maxLabels: 100, minConfidence: 50 };

const drawBlank = () =>
  sharp({ create: { width: 80, height: 80, channels: 3, background: 'gray' } })
    .png()
    .toBuffer();

const codeOf = async (answer: Promise<unknown>) => {
  try {
    await answer;
  } catch (error) {
    if (error instanceof RekognitionError) return error.code;
    throw error;
  }
  throw new Error('was answered');
};

test('a flood is throttled, and stopping ends the running work', async () => {
  const detector = startDetector({ workers: 1, models: Promise.resolve([openImages]) });
  const image = await drawBlank();
  const flood = Array.from({ length: 150 }, () => codeOf(detector.detect(image, EVERYTHING)));
  const settled = Promise.allSettled(flood);

  await expect(Promise.any(flood)).resolves.toBe('ProvisionedThroughputExceededException');
  await detector.stop();

  expect(await settled).toContainEqual({ status: 'fulfilled', value: 'ThrottlingException' });
  expect(await codeOf(detector.detect(image, EVERYTHING))).toBe('ThrottlingException');
}, 120_000);

const threads: Worker[] = [];

class KnownWorker extends Worker {
  constructor(...options: ConstructorParameters<typeof Worker>) {
    super(...options);
    threads.push(this);
  }
}

afterEach(() => {
  workerThreads.Worker = Worker;
});

test('a thread that crashes fails at most its current picture and is replaced', async () => {
  workerThreads.Worker = KnownWorker;
  const detector = startDetector({ workers: 1, models: Promise.resolve([openImages]) });
  const image = await drawBlank();
  const work = [1, 2, 3].map(() => detector.detect(image, EVERYTHING));
  const results = Promise.allSettled(work);

  await Promise.any(work);
  await threads[0]?.terminate();

  const answered = (await results).filter(({ status }) => status === 'fulfilled');
  expect(answered.length).toBeGreaterThanOrEqual(2);
  await expect(detector.detect(image, EVERYTHING)).resolves.toEqual([]);
  expect(threads).toHaveLength(2);
  await detector.stop();
}, 120_000);

test('idle threads end, and the next picture starts new ones', async () => {
  workerThreads.Worker = KnownWorker;
  const before = threads.length;
  const models = Promise.resolve([openImages]);
  const detector = startDetector({ workers: 1, models, idleSeconds: 0.05 });
  const image = await drawBlank();

  await detector.detect(image, EVERYTHING);
  const [first] = threads.slice(before);
  await once(first ?? new EventEmitter(), 'exit');

  await expect(detector.detect(image, EVERYTHING)).resolves.toEqual([]);
  expect(threads).toHaveLength(before + 2);
  await detector.stop();
}, 120_000);

test('without models there are no labels, and no thread starts', async () => {
  workerThreads.Worker = KnownWorker;
  const before = threads.length;
  const detector = startDetector({ workers: 1, models: Promise.resolve([]) });

  await expect(detector.detect(await drawBlank(), EVERYTHING)).resolves.toEqual([]);
  expect(threads).toHaveLength(before);
});

test('a picture whose caller has disconnected is skipped', async () => {
  workerThreads.Worker = KnownWorker;
  const before = threads.length;
  const detector = startDetector({ workers: 1, models: Promise.resolve([openImages]) });

  const answer = detector.detect(await drawBlank(), EVERYTHING, () => false);

  expect(await codeOf(answer)).toBe('ThrottlingException');
  expect(threads).toHaveLength(before);
});
