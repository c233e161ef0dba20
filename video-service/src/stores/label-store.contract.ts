import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Label } from '@video-service/shared/metadata';
import { label } from '@video-service/shared/testing/example-metadata';
import type { LabelStore } from './label-store.ts';

type Subject = { store: LabelStore; stop: () => Promise<void> };

const clock: Label = {
  ...label('Clock', 99.12345886230469),
  Instances: [{ BoundingBox: { Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4 }, Confidence: 98.5 }],
  Categories: [{ Name: 'Home and Indoors' }],
};
const labelled = { labels: [clock], model: '3.0' };
const failed = {
  error: { stage: 'labels', code: 'IMAGE_REJECTED', message: 'No.', hint: 'None.' },
} as const;

/** The contract of every label store. */
export const labelStoreContract = (start: () => Promise<Subject>) => {
  let subject: Subject;
  let store: LabelStore;
  beforeAll(async () => {
    subject = await start();
    store = subject.store;
  });
  afterAll(() => subject.stop());

  const session = async (...frames: string[]) => {
    const id = randomUUID();
    for (const frame of frames) await store.add(id, { frame, time: Number(frame) / 1000 });
    return id;
  };

  test('a capture exists once it is added, and has labels once it is labelled', async () => {
    const id = await session('500');
    expect(await store.get(id, '500')).toEqual({ frame: '500', time: 0.5 });

    expect(await store.label(id, '500', labelled)).toBe(true);

    expect(await store.get(id, '500')).toEqual({ frame: '500', time: 0.5, ...labelled });
  });

  test('a capture added again keeps its labels', async () => {
    const id = await session('500');
    await store.label(id, '500', labelled);

    await store.add(id, { frame: '500', time: 0.5 });

    expect(await store.get(id, '500')).toEqual({ frame: '500', time: 0.5, ...labelled });
  });

  test('a capture added again is no longer a repetition', async () => {
    const id = await session('0', '500');
    await store.add(id, { frame: '500', time: 0.5, sameAs: '0' });
    expect(await store.get(id, '500')).toEqual({ frame: '500', time: 0.5, sameAs: '0' });

    await store.add(id, { frame: '500', time: 0.5 });

    expect(await store.get(id, '500')).toEqual({ frame: '500', time: 0.5 });
  });

  test('late labels replace the reason why there were none', async () => {
    const id = await session('500');
    await store.label(id, '500', failed);

    expect(await store.labelLate(id, '500', labelled)).toBe(true);
    expect(await store.labelLate(id, '700', labelled)).toBe(false);

    const row = { frame: '500', time: 0.5, ...labelled, late: true };
    expect(await store.get(id, '500')).toEqual(row);
    expect(await store.list(id)).toEqual([row]);
  });

  test('the first of several outcomes stays', async () => {
    const id = await session('0', '500');

    expect(await store.label(id, '0', failed)).toBe(true);
    expect(await store.label(id, '0', labelled)).toBe(false);
    expect(await store.label(id, '500', labelled)).toBe(true);
    expect(await store.label(id, '500', failed)).toBe(false);

    expect(await store.get(id, '0')).toEqual({ frame: '0', time: 0, ...failed });
    expect(await store.get(id, '500')).toEqual({ frame: '500', time: 0.5, ...labelled });
  });

  test('one of several concurrent outcomes is kept completely', async () => {
    const id = await session('0');

    const outcomes = [store.label(id, '0', labelled), store.label(id, '0', failed)];

    expect((await Promise.all(outcomes)).toSorted()).toEqual([false, true]);
    const { labels, error } = (await store.get(id, '0')) ?? {};
    expect([labels, error].filter(Boolean)).toHaveLength(1);
  });

  test('labelling does not create a capture', async () => {
    const id = await session('0');

    expect(await store.label(id, '500', labelled)).toBe(false);
    expect(await store.label(randomUUID(), '0', failed)).toBe(false);

    expect(await store.get(id, '500')).toBeUndefined();
  });

  test('a near-duplicate names the frame it repeats', async () => {
    const id = await session('0');

    await store.add(id, { frame: '500', time: 0.5, sameAs: '0' });

    expect(await store.get(id, '500')).toEqual({ frame: '500', time: 0.5, sameAs: '0' });
  });

  test('a capture records why it was taken; when taken again, no longer which frame it repeated', async () => {
    const id = await session('0');
    await store.add(id, { frame: '500', time: 0.5, kind: 'keyframe', sameAs: '0' });

    await store.add(id, { frame: '500', time: 0.5, kind: 'moment' });

    expect(await store.get(id, '500')).toEqual({ frame: '500', time: 0.5, kind: 'moment' });
  });

  test('a session has its own captures and no others', async () => {
    const [id, other] = [await session('0', '500', '10000'), await session('0')];
    await store.label(id, '500', labelled);

    const rows = await store.list(id);

    expect(new Map(rows.map((row) => [row.frame, row]))).toEqual(
      new Map([
        ['0', { frame: '0', time: 0 }],
        ['500', { frame: '500', time: 0.5, ...labelled }],
        ['10000', { frame: '10000', time: 10 }],
      ]),
    );
    expect(await store.list(other)).toHaveLength(1);
    expect(await store.list(randomUUID())).toEqual([]);
  });

  test('a session of more than a page of 1 MB is listed completely', async () => {
    const id = randomUUID();
    const big = { ...clock, Aliases: [{ Name: 'x'.repeat(300_000) }] };
    for (const frame of ['0', '1', '2', '3', '4']) {
      await store.add(id, { frame, time: Number(frame) });
      await store.label(id, frame, { labels: [big], model: '3.0' });
    }

    expect((await store.list(id)).map(({ frame }) => frame)).toEqual(['0', '1', '2', '3', '4']);
  });
};
