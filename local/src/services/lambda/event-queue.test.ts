import type { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from '@jest/globals';
import { openDatabase, transaction } from '../../state/database.ts';
import { createTestClock } from '../../state/testing/test-clock.ts';
import { openEventQueue, type EventQueue } from './event-queue.ts';

let db: DatabaseSync;
let clock: ReturnType<typeof createTestClock>;
let queue: EventQueue;
beforeEach(() => {
  db = openDatabase(':memory:');
  clock = createTestClock();
  queue = openEventQueue(db, clock);
});

const due = (name = 'job', except: string[] = []) =>
  queue.due(name, { now: clock.now(), except })?.payload;

test('an event is due for its function until it is removed', () => {
  const id = queue.add('job', 'a');

  expect([due(), due('other')]).toEqual(['a', undefined]);

  queue.remove(id);
  expect(due()).toBeUndefined();
});

test('a function gets events again after it had none', () => {
  expect(due()).toBeUndefined();
  queue.remove(queue.add('job', 'a'));
  expect(due()).toBeUndefined();

  queue.add('job', 'b');

  expect(due()).toBe('b');
});

test('a postponed or running event is due later, however often it is asked for before', () => {
  const id = queue.add('job', 'a');
  expect(due('job', [id])).toBeUndefined();
  expect(due()).toBe('a');

  queue.postpone(id, { attempts: 1, delayMs: 1000 });
  expect([due(), due()]).toEqual([undefined, undefined]);
  clock.advance(1000);

  expect(due()).toBe('a');
});

test('events of an earlier run are due', () => {
  queue.add('job', 'a');

  queue = openEventQueue(db, clock);

  expect(due()).toBe('a');
});

test('an event of a transaction that was undone is not due, and a later one is', () => {
  const undone = () =>
    transaction(db, () => {
      queue.add('job', 'a');
      throw new Error('half-way');
    });
  expect(undone).toThrow('half-way');
  expect(due()).toBeUndefined();

  queue.add('job', 'b');

  expect(due()).toBe('b');
});

test('the events of a removed function are gone', () => {
  queue.add('job', 'a');

  queue.removeAll('job');

  expect(due()).toBeUndefined();
});
