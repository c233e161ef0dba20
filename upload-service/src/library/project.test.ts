import { describe, expect, test } from '@jest/globals';
import { type Death, dies, dying } from '@video-service/shared/testing/dying';
import { fakeLibrary } from '../testing/fake-library.ts';
import { randomEntry, randomFrom } from '../testing/library-entries.ts';
import { deleteEntry, finishDeletion } from './delete-entry.ts';
import { postingsOf } from './postings.ts';
import { projectEntry } from './project.ts';

const random = randomFrom(3);
const first = randomEntry(1, random);
const second = { ...randomEntry(2, random), id: first.id, revision: 2 };

const listed = (library: ReturnType<typeof fakeLibrary>) => ({
  entries: [...library.entries.values()],
  postings: [...library.partitions.values()].flat(),
});
const only = (entry: typeof first) => ({
  entries: [entry],
  postings: expect.arrayContaining(postingsOf(entry).map(({ posting }) => posting)),
});

test('an entry is listed once, however often it is delivered', async () => {
  const library = fakeLibrary();

  expect(await projectEntry(first, library)).toBe('listed');
  expect(await projectEntry(first, library)).toBe('listed');

  expect(listed(library)).toEqual(only(first));
  expect(listed(library).postings).toHaveLength(postingsOf(first).length);
});

test.each([
  ['in order', [first, second]],
  ['in another order', [second, first]],
  ['repeated', [first, second, first, second]],
])('the latest revision stays, delivered %s', async (_, deliveries) => {
  const library = fakeLibrary();
  for (const entry of deliveries) await projectEntry(entry, library);

  expect(listed(library)).toEqual(only(second));
  expect(listed(library).postings).toHaveLength(postingsOf(second).length);
});

test('of concurrently delivered revisions, only the latest stays', async () => {
  const library = fakeLibrary();
  await Promise.all([first, second, first].map((entry) => projectEntry(entry, library)));

  expect(listed(library)).toEqual(only(second));
  expect(listed(library).postings).toHaveLength(postingsOf(second).length);
});

const processing = { ...first, revision: 0, labels: [] };
const moved = { ...first, recorded: { ...first.recorded, at: '2026-11-22T12:00:00.000Z' } };

/** A library whose first `step` takes place after `meanwhile`. */
const interrupted = (
  library: ReturnType<typeof fakeLibrary>,
  step: 'addPostings' | 'removePostings' | 'put',
  meanwhile: () => Promise<unknown>,
) => {
  let isInterrupted = false;
  return {
    ...library,
    [step]: async (argument: never) => {
      if (!isInterrupted) await meanwhile();
      isInterrupted = true;
      return library[step](argument);
    },
  };
};

test.each(['addPostings', 'removePostings', 'put'] as const)(
  'a late delivery of what is replaced just then takes none of its postings, before %s',
  async (step) => {
    const library = fakeLibrary();
    await projectEntry(processing, library);
    const late = () => projectEntry(processing, library);
    await projectEntry(first, interrupted(library, step, late));
    await late();

    expect(listed(library)).toEqual(only(first));
    expect(listed(library).postings).toHaveLength(postingsOf(first).length);
  },
);

test.each(['addPostings', 'removePostings', 'put'] as const)(
  'of two deliveries that found other times, the one that ends last is found, before %s',
  async (step) => {
    const library = fakeLibrary();
    await projectEntry(
      first,
      interrupted(library, step, () => projectEntry(moved, library)),
    );

    expect(listed(library)).toEqual(only(first));
    expect(listed(library).postings).toHaveLength(postingsOf(first).length);
  },
);

test('a run that finds its video deleted and its announcement withdrawn removes its own postings', async () => {
  const library = fakeLibrary();
  const put: typeof library.put = async (entry) => {
    await deleteEntry(entry.id, library);
    await finishDeletion(entry.id, library);
    await library.addPostings(postingsOf(entry));
    return library.put(entry);
  };

  expect(await projectEntry(first, { ...library, put })).toBe('deleted');

  expect(listed(library)).toEqual({ entries: [], postings: [] });
});

test('postings of two runs that died are found by the third, whatever times they found', async () => {
  for (const last of [2, 3, 4]) {
    const library = fakeLibrary();
    await dies(projectEntry(first, dying(library, last, 'after')));
    await dies(projectEntry(moved, dying(library, 2, 'before')));
    await projectEntry(moved, library);

    expect(listed(library)).toEqual(only(moved));
    expect(listed(library).postings).toHaveLength(postingsOf(moved).length);
  }
});

describe.each<Death>(['before', 'after'])(
  'a delivery that crashed %s one of its calls',
  (death) => {
    test('is repaired by the next', async () => {
      for (let last = 1; ; last += 1) {
        const library = fakeLibrary();
        await projectEntry(first, library);
        if (!(await dies(projectEntry(second, dying(library, last, death))))) break;
        await projectEntry(second, library);

        expect(listed(library).entries).toEqual([second]);
        expect(listed(library).postings).toHaveLength(postingsOf(second).length);
      }
    });

    test('leaves no trace of a deleted video after the deletion is repeated', async () => {
      for (let last = 1; ; last += 1) {
        const library = fakeLibrary();
        await projectEntry(first, library);
        if (!(await dies(deleteEntry(first.id, dying(library, last, death))))) break;
        expect(await projectEntry(second, library)).toMatch(/^(?:listed|deleted)$/u);
        await deleteEntry(first.id, library);
        await projectEntry(second, library);

        expect(listed(library)).toEqual({ entries: [], postings: [] });
      }
    });

    test('leaves no trace of a video that is deleted before or while it is listed', async () => {
      for (let last = 1; ; last += 1) {
        const library = fakeLibrary();
        if (!(await dies(projectEntry(first, dying(library, last, death))))) break;
        await deleteEntry(first.id, library);
        expect(listed(library)).toEqual({ entries: [], postings: [] });

        // The crashed run was still writing when the video was deleted.
        const left = await library.leftOf(first.id);
        await library.addPostings(left.flatMap(postingsOf));
        await finishDeletion(first.id, library);
        expect(listed(library)).toEqual({ entries: [], postings: [] });
        expect(await library.leftOf(first.id)).toEqual([]);
      }
    });

    test('leaves no postings under a time that the next delivery does not have', async () => {
      for (let last = 1; ; last += 1) {
        const library = fakeLibrary();
        if (!(await dies(projectEntry(first, dying(library, last, death))))) break;
        await projectEntry({ ...second, revision: 1 }, library);

        expect(listed(library).postings).toHaveLength(postingsOf(second).length);
      }
    });
  },
);
