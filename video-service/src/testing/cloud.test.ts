import { describe, expect, test } from '@jest/globals';
import { Metadata } from '@video-service/shared/metadata';
import fc from 'fast-check';
import * as v from 'valibot';
import { createCaptures } from '../create-captures/create-captures.ts';
import { createGif } from '../create-gif/create-gif.ts';
import { createSession } from '../create-session/create-session.ts';
import { getLabels } from '../get-labels/get-labels.ts';
import { recordFailure } from '../record-failure/record-failure.ts';
import { settleSession } from '../status/settle-session.ts';
import { sweepSessions } from '../status/sweep-sessions.ts';
import { captureOf, ID, METADATA, video } from './example.ts';
import { type Fate, fakeCloud } from './fake-cloud.ts';

const SEED = 20261122;
const silent = { outcome: () => undefined, failure: () => undefined };
type Cloud = ReturnType<typeof fakeCloud>;

const fate = fc.record({
  last: fc.integer({ min: 1, max: 6 }),
  death: fc.constantFrom('before' as const, 'after' as const),
  // The outcomes that need most tries are reached by crashes of a single step.
  only: fc.constantFrom(
    undefined,
    ...(['create-session', 'create-gif', 'get-labels', 'get-labels'] as const),
  ),
});

const render = async (scheduler: fc.Scheduler, options: { copies: number; fates: Fate[] }) => {
  const cloud = fakeCloud(scheduler, options);
  cloud.upload(video);
  await scheduler.waitIdle();
  expect(cloud.errors).toEqual([]);
  return cloud;
};

/** Long enough for everything the sweep does: settle, restart, end waits and revise. */
const passHours = async (cloud: Cloud, scheduler: fc.Scheduler) => {
  for (let hour = 0; hour < 3; hour++) {
    cloud.pass(3600);
    cloud.sweep();
    await scheduler.waitIdle();
  }
};

/** What must not change, and what costs money; late labels may request another publication. */
const lasting = (cloud: Cloud) => {
  const { sessions, labels, renders, pictures } = cloud.state();
  return {
    sessions: [...sessions.values()].map((row) => ({
      ...row,
      relabelled: undefined,
      labelled: [...row.labelled],
      pictures: [...(row.pictures ?? [])],
    })),
    labels: [...labels.values()].flatMap((rows) => [...rows.values()]),
    files: [...renders, ...pictures],
    paid: [...cloud.paid],
    started: [...cloud.started],
  };
};

const metadataIn = ({ renders }: Cloud) =>
  v.parse(v.pipe(v.string(), v.parseJson(), Metadata), renders.objects.get(METADATA));

/** Everything ever delivered, once more and much later. */
const deliverAllAgain = async (cloud: Cloud) => {
  await createSession(video, cloud);
  await createGif(video, cloud);
  await createCaptures(video, cloud);
  for (const frame of ['0', '500'])
    await getLabels({ id: ID, frame, key: captureOf(frame) }, cloud);
  for (const failed of cloud.failures)
    if (failed.step !== 'get-labels') await recordFailure(failed, cloud);
  await settleSession(ID, cloud);
};

describe('a video', () => {
  test('is ready with the same bytes, whatever the order, overlap and repetition of deliveries', async () => {
    const bytes = new Set<string | undefined>();

    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 3 }), async (s, copies) => {
        const cloud = await render(s, { copies, fates: [] });
        bytes.add(cloud.renders.objects.get(METADATA));
        expect(cloud.sessions.rows.get(ID)).toMatchObject({ status: 1 });
        if (copies === 1) expect(cloud.paid.toSorted()).toEqual(['0', '500'].map(captureOf));
      }),
      { seed: SEED, numRuns: 100 },
    );

    expect(bytes.size).toBe(1);
  });

  test('ends as published, whichever tries crash and wherever, and a redrive completes it', async () => {
    const endings = { ready: 0, failed: 0, revised: 0 };

    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 2 }),
        fc.array(fate, { maxLength: 40, size: 'max' }),
        async (scheduler, copies, fates) => {
          const cloud = await render(scheduler, { copies, fates });
          await passHours(cloud, scheduler);
          const first = cloud.renders.objects.get(METADATA);
          cloud.redrive();
          await scheduler.waitIdle();
          await passHours(cloud, scheduler);

          const { status, revision, unlabelled } = metadataIn(cloud);
          expect(cloud.errors).toEqual([]);
          expect(cloud.sessions.rows.get(ID)?.status).toBe(status);
          const isDoomed = cloud.failures.some(({ step }) =>
            ['create-gif', 'create-captures'].includes(step),
          );
          if (!isDoomed) expect([status, unlabelled]).toEqual([1, 0]);
          if (first) expect(JSON.parse(first)).toMatchObject({ status });
          endings[status === 1 ? 'ready' : 'failed'] += 1;
          if (revision === 2) endings.revised += 1;
        },
      ),
      { seed: SEED, numRuns: 250 },
    );

    // Otherwise the cases would not reach what this test is about.
    expect(Math.min(endings.ready, endings.failed)).toBeGreaterThan(20);
    expect(endings.revised).toBeGreaterThan(0);
  });

  test('that is finished stays the same and costs nothing more, whatever arrives late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fate, { maxLength: 40 }),
        async (scheduler, fates) => {
          const cloud = await render(scheduler, { copies: 1, fates });
          await passHours(cloud, scheduler);
          cloud.redrive();
          await scheduler.waitIdle();
          await passHours(cloud, scheduler);
          const before = lasting(cloud);

          await deliverAllAgain(cloud);
          await sweepSessions(cloud, silent);

          expect(lasting(cloud)).toEqual(before);
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });
});
