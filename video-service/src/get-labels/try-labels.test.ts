import { expect, test } from '@jest/globals';
import { captureOf, ID, SESSION, video } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { tryLabels } from './try-labels.ts';
import { Unlabelled } from './unlabelled.ts';

const capture = { id: ID, frame: '500', key: captureOf('500') };

const failing = async (passes: boolean) => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.labels.add(ID, { frame: '500', time: 0.5 });
  const detectLabels = () => Promise.reject(new Unlabelled({ passes, cause: new Error('No.') }));
  return { ...ports, detectLabels };
};

test.each([
  ['throttling', true, 1, false],
  ['throttling', true, 49, false],
  ['throttling', true, 50, true],
  ['a wrong setting', false, 2, false],
  ['a wrong setting', false, 3, true],
])('%s (passes by itself: %s) at try %i ends the waiting: %s', async (_, passes, tries, ends) => {
  const ports = await failing(passes);

  const trying = tryLabels(capture, { tries, maxTries: 50 }, ports);

  // Thrown in any case: the message is retried, or becomes a dead letter.
  await expect(trying).rejects.toThrow(Unlabelled);
  expect(ports.sessions.rows.get(ID)?.labelled.has('500')).toBe(ends);
  expect((await ports.labels.get(ID, '500'))?.error?.code).toBe(ends ? 'LABELS_FAILED' : undefined);
});

test('a capture that was given up on recovers when a later try succeeds', async () => {
  const ports = await failing(false);
  await expect(tryLabels(capture, { tries: 3, maxTries: 50 }, ports)).rejects.toThrow(Unlabelled);
  await ports.sessions.close(SESSION, 1);
  const { detectLabels } = fakePorts();

  const healed = tryLabels(capture, { tries: 4, maxTries: 50 }, { ...ports, detectLabels });

  expect(await healed).toBe('capture labelled late');
});
