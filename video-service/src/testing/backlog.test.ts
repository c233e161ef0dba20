import { expect, test } from '@jest/globals';
import { captureKey, metadataKey } from '@video-service/shared/keys';
import { Metadata } from '@video-service/shared/metadata';
import { fakeLimits } from '@video-service/shared/testing/fake-limits';
import { PATIENCE_SECONDS } from '@video-service/shared/session-times';
import * as v from 'valibot';
import { LABEL_BUDGET_REACHED, withinBudget } from '../get-labels/label-budget.ts';
import { tryLabels } from '../get-labels/try-labels.ts';
import { Unlabelled } from '../get-labels/unlabelled.ts';
import { settleSession } from '../status/settle-session.ts';
import { sweepSessions } from '../status/sweep-sessions.ts';
import { label } from '@video-service/shared/testing/example-metadata';
import { facts } from './example.ts';
import { fakePorts } from './fake-ports.ts';
import { createVirtualClock } from './virtual-clock.ts';

const VIDEOS = 1000;
const FRAMES = Array.from({ length: 20 }, (_, index) => `${index * 1000}`);
const CAPTURES = VIDEOS * FRAMES.length;

// As in serverless.yml and resources/queues.yml.
const FUNCTIONS = 5;
const BATCH = 10;
const VISIBILITY_SECONDS = 360;
const MAX_TRIES = 100;
const DEADLINE_SECONDS = 25_200;

// Rekognition's default quota in most regions, and how the SDK's client behaves at its least patient.
const CALLS_PER_SECOND = 5;
const CALL_SECONDS = 0.5;
const CALLS_A_TRY = 5;
const FIRST_BACKOFF_SECONDS = 0.5;
const USD_PER_IMAGE = 0.001;

type Message = { id: string; frame: string; tries: number; visibleAt: number };

/** The quota, the budget, the client and the queue, over the real code of get-labels and status. */
const simulate = ({ usdPerDay = Infinity } = {}) => {
  const clock = createVirtualClock();
  const queue: Message[] = [];
  const deadLetters: Message[] = [];
  const warnings: string[] = [];
  const pictures = { paid: 0, saved: 0 };
  let inFlight = 0;
  let random = 1;

  const memory = fakePorts([]);
  const beginning = memory.now();
  // The stores' clock follows the virtual one.
  const sleep = async (seconds: number) => {
    await clock.sleep(seconds);
    memory.pass(clock.seconds() - (memory.now() - beginning) / 1000);
  };

  const ports = {
    ...memory,
    patienceSeconds: PATIENCE_SECONDS,
    deadlineSeconds: DEADLINE_SECONDS,
    capturesWait: async () => queue.length + inFlight > 0,
  };

  // https://en.wikipedia.org/wiki/Linear_congruential_generator: the same every time.
  const nextRandom = () => (random = (random * 48_271) % 2_147_483_647) / 2_147_483_647;

  let used = { second: 0, calls: 0 };
  const isAllowed = () => {
    const second = Math.floor(clock.seconds());
    if (second !== used.second) used = { second, calls: 0 };
    used.calls += 1;
    return used.calls <= CALLS_PER_SECOND;
  };

  const callRekognition = async () => {
    for (let call = 0; call < CALLS_A_TRY; call++) {
      await sleep(CALL_SECONDS);
      if (isAllowed()) return { labels: [label('Car', 90)], model: '3.0' };
      await sleep(nextRandom() * FIRST_BACKOFF_SECONDS * 2 ** call);
    }
    throw new Unlabelled({ passes: true, cause: new Error('Rate exceeded') });
  };

  const detectLabels = withinBudget({
    detectLabels: callRekognition,
    limits: fakeLimits(),
    warnOwner: async (day) => void warnings.push(day),
    count: (picture) => void (pictures[picture] += 1),
    now: memory.now,
    usdPerDay,
    usdPerImage: USD_PER_IMAGE,
  });

  const publish = async ({ id }: { id: string }) => {
    await settleSession(id, ports);
  };

  const work = async (message: Message) => {
    const { id, frame, tries } = message;
    const key = captureKey(id, `videos/${id}.mp4`, frame);
    try {
      const budget = { tries, maxTries: MAX_TRIES };
      await tryLabels({ id, frame, key }, budget, { ...ports, detectLabels, publish });
    } catch (error) {
      if (!(error instanceof Unlabelled)) throw error;
      (tries >= MAX_TRIES ? deadLetters : queue).push(message);
    }
    inFlight -= 1;
  };

  const receive = () => {
    const now = clock.seconds();
    const received: Message[] = [];
    for (let left = queue.length; left > 0 && received.length < BATCH; left--) {
      const message = queue.shift();
      if (!message) break;
      if (message.visibleAt > now) queue.push(message);
      else
        received.push({
          ...message,
          tries: message.tries + 1,
          visibleAt: now + VISIBILITY_SECONDS,
        });
    }
    inFlight += received.length;
    return received;
  };

  const invokeForEver = async () => {
    for (;;) {
      const batch = receive();
      await Promise.all(batch.map(work));
      await sleep(batch.length > 0 ? 0 : 1);
    }
  };

  const failures: unknown[] = [];
  const sweepForEver = async () => {
    const report = {
      outcome: () => undefined,
      failure: (_: string, error: unknown) => failures.push(error),
    };
    for (;;) {
      await sleep(60);
      await sweepSessions(ports, report);
    }
  };

  const drop = async (number: number) => {
    const id = `${String(number).padStart(8, '0')}-3b12-4fef-91e0-5f1ee9a1a3b4`;
    const session = await ports.sessions.open({
      id,
      bucket: 'source',
      key: `videos/${id}.mp4`,
      size: 7,
    });
    await ports.sessions.addGif(id, `${id}/a.gif`, {});
    for (const frame of FRAMES) {
      await ports.labels.add(id, { frame, time: Number(frame) / 1000 });
      queue.push({ id, frame, tries: 0, visibleAt: 0 });
    }
    await ports.sessions.addCaptures(session, { pictures: FRAMES, facts });
    return id;
  };

  const start = () => {
    for (let each = 0; each < FUNCTIONS; each++) void invokeForEver();
    void sweepForEver();
  };

  return { ...ports, clock, deadLetters, failures, warnings, pictures, drop, start };
};

const published = (id: string, { objects }: { objects: Map<string, string> }) =>
  v.parse(v.pipe(v.string(), v.parseJson(), Metadata), objects.get(metadataKey(id)));

test('a thousand concurrent videos, at five labelling calls a second, get all their labels, only later', async () => {
  const { clock, drop, start, deadLetters, failures, renders } = simulate();
  const ids: string[] = [];
  for (let each = 0; each < VIDEOS; each++) ids.push(await drop(each));

  start();
  await clock.run(() => renders.objects.size === VIDEOS);

  const metadata = ids.map((id) => published(id, renders));
  expect(metadata.filter(({ status, unlabelled }) => status !== 1 || unlabelled !== 0)).toEqual([]);
  expect(deadLetters).toEqual([]);
  expect(failures).toEqual([]);
  // It cannot have been faster than the quota, and must be slower than anyone is patient.
  expect(clock.seconds()).toBeGreaterThanOrEqual(CAPTURES / CALLS_PER_SECOND - 1);
  expect(clock.seconds()).toBeGreaterThan(PATIENCE_SECONDS);
}, 120_000);

test('of ten thousand captures a dollar a day pays for a thousand; every video is ready, and the next day pays again', async () => {
  const { clock, drop, start, renders, pictures, warnings } = simulate({ usdPerDay: 1 });
  const ids: string[] = [];
  for (let each = 0; each < 500; each++) ids.push(await drop(each));

  start();
  await clock.run(() => renders.objects.size === 500);

  const metadata = ids.map((id) => published(id, renders));
  expect(metadata.filter(({ status, gif }) => status !== 1 || gif === undefined)).toEqual([]);
  expect(metadata.reduce((sum, { cost }) => sum + cost.images, 0)).toBe(1000);
  expect(metadata.reduce((sum, { unlabelled = 0 }) => sum + unlabelled, 0)).toBe(9000);
  const errors = metadata.flatMap(({ labels }) => labels.flatMap(({ error }) => error ?? []));
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set([LABEL_BUDGET_REACHED.code]));
  expect(pictures).toEqual({ paid: 1000, saved: 9000 });
  expect(warnings).toHaveLength(1);

  await clock.run(() => clock.seconds() > 13 * 3600);
  const tomorrow = await drop(500);
  await clock.run(() => renders.objects.has(metadataKey(tomorrow)));
  expect(published(tomorrow, renders)).toMatchObject({ unlabelled: 0, cost: { images: 20 } });
}, 120_000);
