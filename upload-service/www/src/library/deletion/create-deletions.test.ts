import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createDeletions, type Doomed } from './create-deletions.ts';

const WAIT_MS = 8000;
const SHOWN = { message: 'The server is not responding.', hint: 'Try again.' };
const [ONE, TWO, THREE] = ['one', 'two', 'three'].map((name) => ({ id: name, name })) as [
  Doomed,
  Doomed,
  Doomed,
];

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const open = ({ failing = [] as string[], stored = [] as Doomed[] } = {}) => {
  const deleted: string[] = [];
  const hidden = new Set<string>();
  const kept = { videos: stored };
  const refused = new Set(failing);
  const deletions = createDeletions({
    deleteVideo: async (id) => {
      if (refused.has(id)) throw new Error('refused');
      deleted.push(id);
    },
    shownErrorOf: () => SHOWN,
    hide: (ids) => {
      for (const id of ids) hidden.add(id);
    },
    reveal: (ids) => {
      for (const id of ids) hidden.delete(id);
    },
    kept: { read: () => kept.videos, write: (videos) => void (kept.videos = videos) },
  });
  return { deletions, deleted, hidden, kept, refused };
};

test('nothing is requested until the time to undo has passed', async () => {
  const { deletions, deleted, hidden, kept } = open();
  deletions.add([ONE, TWO]);
  await jest.advanceTimersByTimeAsync(WAIT_MS - 1);
  expect([deleted, [...hidden], kept.videos]).toEqual([[], ['one', 'two'], [ONE, TWO]]);

  await jest.advanceTimersByTimeAsync(1);
  expect([deleted, [...hidden], kept.videos]).toEqual([['one', 'two'], ['one', 'two'], []]);
  expect(deletions.state.value?.step).toBe('deleted');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(deletions.state.value).toBe(undefined);
});

test('an undone deletion is never requested', async () => {
  const { deletions, deleted, hidden, kept } = open();
  deletions.add([ONE]);
  await jest.advanceTimersByTimeAsync(WAIT_MS - 1);
  deletions.undo();
  await jest.advanceTimersByTimeAsync(WAIT_MS);

  expect([deleted, [...hidden], kept.videos]).toEqual([[], [], []]);
  expect(deletions.state.value).toBe(undefined);
});

test('videos added during the wait join those that are already waiting', async () => {
  const { deletions, deleted, hidden } = open();
  deletions.add([ONE]);
  await jest.advanceTimersByTimeAsync(WAIT_MS - 1);
  deletions.add([TWO]);
  await jest.advanceTimersByTimeAsync(WAIT_MS - 1);
  expect(deleted).toEqual([]);

  deletions.undo();
  expect([...hidden]).toEqual([]);
});

test('the countdown pauses while the notice has focus or the pointer, then restarts', async () => {
  const { deletions, deleted } = open();
  deletions.add([ONE]);
  deletions.hold(true);
  await jest.advanceTimersByTimeAsync(10 * WAIT_MS);
  deletions.hold(false);
  await jest.advanceTimersByTimeAsync(WAIT_MS - 1);
  expect(deleted).toEqual([]);

  await jest.advanceTimersByTimeAsync(1);
  expect(deleted).toEqual(['one']);
});

test('the wait can be skipped', async () => {
  const { deletions, deleted } = open();
  deletions.add([ONE]);
  await deletions.perform();
  await deletions.perform();

  expect(deleted).toEqual(['one']);
});

test('a failed deletion shows the video again and can be retried', async () => {
  const { deletions, deleted, hidden, refused } = open({ failing: ['two'] });
  deletions.add([ONE, TWO, THREE]);
  await deletions.perform();
  expect(deletions.state.value).toEqual({ step: 'failed', videos: [TWO], error: SHOWN });
  expect([...hidden]).toEqual(['one', 'three']);

  refused.clear();
  deletions.add([TWO]);
  await deletions.perform();
  expect(deleted).toEqual(['one', 'three', 'two']);
});

test('videos added while others are being deleted wait their own time', async () => {
  const { deletions, deleted, kept } = open();
  deletions.add([ONE]);
  const performed = deletions.perform();
  deletions.add([TWO]);
  await performed;
  expect([deleted, kept.videos, deletions.state.value?.step]).toEqual([['one'], [TWO], 'waiting']);
});

test('after a reload, an interrupted wait starts over', async () => {
  const { deletions, deleted, hidden } = open({ stored: [ONE, TWO] });
  deletions.resume();
  expect(deletions.state.value).toEqual({ step: 'waiting', videos: [ONE, TWO] });
  expect([...hidden]).toEqual(['one', 'two']);

  await jest.advanceTimersByTimeAsync(WAIT_MS);
  expect(deleted).toEqual(['one', 'two']);
});
