import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createRepair } from './repair.ts';

const REFUSED = Object.assign(new Error('IO error: no space left'), { code: 'LEVEL_IO_ERROR' });

test('the store is opened anew only when nothing works on it, and before anything else does', async () => {
  const happened: string[] = [];
  const use = createRepair(async () => {
    happened.push('closed');
    await setTimeout(1);
    happened.push('opened');
  });
  const slow = Promise.withResolvers<undefined>();

  const query = use(async () => {
    await slow.promise;
    happened.push('query');
  });
  await expect(use(() => Promise.reject(REFUSED))).rejects.toBe(REFUSED);
  const next = use(() => Promise.resolve(happened.push('next')));
  await setTimeout(20);
  expect(happened).toEqual([]);

  slow.resolve(undefined);
  await expect(query).rejects.toThrow('The disk has refused a write meanwhile');
  await next;

  expect(happened).toEqual(['query', 'closed', 'opened', 'next']);
});
