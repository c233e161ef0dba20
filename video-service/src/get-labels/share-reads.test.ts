import { expect, test } from '@jest/globals';
import { shareReads } from './share-reads.ts';

const counted = () => {
  const ids: string[] = [];
  const read = shareReads(async (id: string) => {
    ids.push(id);
    if (id === 'broken') throw new Error('Rate exceeded');
    return `${id} ${ids.length}`;
  });
  return { ids, read };
};

test('calls for the same id share a running read, and others do not', async () => {
  const { ids, read } = counted();

  expect(await Promise.all([read('a'), read('a'), read('b')])).toEqual(['a 1', 'a 1', 'b 2']);
  expect(ids).toEqual(['a', 'b']);
});

test('a later call reads again, whether the earlier one succeeded or failed', async () => {
  const { ids, read } = counted();

  await read('a');
  await expect(read('broken')).rejects.toThrow('Rate exceeded');
  await read('a');
  await expect(read('broken')).rejects.toThrow('Rate exceeded');

  expect(ids).toEqual(['a', 'broken', 'a', 'broken']);
});
