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
type Cloud = ReturnType<typeof fakeCloud>;

const fate = fc.record({
  last: fc.integer({ min: 1, max: 8 }),
  death: fc.constantFrom('before' as const, 'after' as const),
});

const render = async (scheduler: fc.Scheduler, options: { copies: number; fates: Fate[] }) => {
  const cloud = fakeCloud(scheduler, options);
  cloud.upload(video);
  await scheduler.waitIdle();
  expect(cloud.errors).toEqual([]);
  return cloud;
};

const metadataIn = ({ renders }: Cloud) =>
  v.parse(v.pipe(v.string(), v.parseJson(), Metadata), renders.objects.get(METADATA));

/** Everything that was ever delivered, once more and long after. */
const deliverAllAgain = async (cloud: Cloud) => {
  await createSession(video, cloud);
  await createGif(video, cloud);
  await createCaptures(video, cloud);
  for (const frame of ['0', '500'])
    await getLabels({ id: ID, frame, key: captureOf(frame) }, cloud);
  for (const failed of cloud.failures) await recordFailure(failed, cloud);
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

  test('ends as published once, whichever tries die and wherever', async () => {
    const endings = { ready: 0, failed: 0 };

    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 2 }),
        fc.array(fate, { maxLength: 20 }),
        async (scheduler, copies, fates) => {
          const cloud = await render(scheduler, { copies, fates });
          const early = cloud.renders.objects.get(METADATA);
          cloud.pass(3600);
          await sweepSessions(cloud, () => undefined);

          const { status } = metadataIn(cloud);
          expect(cloud.sessions.rows.get(ID)?.status).toBe(status);
          expect(cloud.renders.objects.get(METADATA)).toBe(early ?? expect.anything());
          const fatal = cloud.failures.filter(({ step }) => step !== 'get-labels');
          if (fatal.length === 0) expect([status, early]).toEqual([1, expect.any(String)]);
          endings[status === 1 ? 'ready' : 'failed'] += 1;
        },
      ),
      { seed: SEED, numRuns: 250 },
    );

    // Else the fates would not reach what this test is about.
    expect(Math.min(endings.ready, endings.failed)).toBeGreaterThan(20);
  });

  test('that is finished stays as it is and costs nothing more, whatever comes late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fate, { maxLength: 20 }),
        async (scheduler, fates) => {
          const cloud = await render(scheduler, { copies: 1, fates });
          cloud.pass(3600);
          await sweepSessions(cloud, () => undefined);
          const before = { ...cloud.state(), paid: [...cloud.paid], started: [...cloud.started] };

          await deliverAllAgain(cloud);

          expect({ ...cloud.state(), paid: cloud.paid, started: cloud.started }).toEqual(before);
        },
      ),
      { seed: SEED, numRuns: 80 },
    );
  });
});
