import { expect, test } from '@jest/globals';
import { dies, dying } from '@video-service/shared/testing/dying';
import { deleteEntry } from '../library/delete-entry.ts';
import { projectEntry } from '../library/project.ts';
import { OTHER_ID } from '../testing/examples.ts';
import { fakeLibrary } from '../testing/fake-library.ts';
import { fakeMarks } from '../testing/fake-stores.ts';
import { randomEntry, randomFrom } from '../testing/library-entries.ts';
import { keepVideo } from './keep-video.ts';

const entry = randomEntry(1, randomFrom(5));
const { id } = entry;

const bank = async () => {
  const ports = { library: fakeLibrary(), marks: fakeMarks() };
  await projectEntry(entry, ports.library);
  return ports;
};

const stateOf = async ({ library, marks }: Awaited<ReturnType<typeof bank>>) => ({
  mark: marks.ids.has(id),
  kept: (await library.list([id])).get(id)?.kept,
});

test('a kept video has a mark in the bucket and is listed as kept, until that is undone', async () => {
  const ports = await bank();

  expect(await keepVideo({ id, kept: true }, ports)).toBe('done');
  expect(await keepVideo({ id, kept: true }, ports)).toBe('done');
  expect(await stateOf(ports)).toEqual({ mark: true, kept: true });

  expect(await keepVideo({ id, kept: false }, ports)).toBe('done');
  expect(await stateOf(ports)).toEqual({ mark: false, kept: false });
});

test('an unknown or deleted video cannot be kept, and gets no mark', async () => {
  const ports = await bank();
  await deleteEntry(id, ports.library);

  expect(await keepVideo({ id, kept: true }, ports)).toBe('unknown');
  expect(await keepVideo({ id: OTHER_ID, kept: true }, ports)).toBe('unknown');
  expect(ports.marks.ids.size).toBe(0);
});

test('a video deleted while it is being kept leaves no mark behind', async () => {
  const { library, marks } = await bank();
  const add = async (each: string) => {
    await marks.add(each);
    await deleteEntry(each, library);
  };

  expect(await keepVideo({ id, kept: true }, { library, marks: { ...marks, add } })).toBe(
    'unknown',
  );
  expect(marks.ids.size).toBe(0);
});

test.each([true, false])(
  'repeating a run that crashed at any call completes it: %j',
  async (kept) => {
    for (const death of ['before', 'after'] as const)
      for (let last = 1; ; last += 1) {
        const ports = await bank();
        if (!kept) await keepVideo({ id, kept: true }, ports);
        if (!(await dies(keepVideo({ id, kept }, dying(ports, last, death))))) break;
        await keepVideo({ id, kept }, ports);
        expect(await stateOf(ports)).toEqual({ mark: kept, kept });
      }
  },
);
