import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Requests } from './requests.ts';

/** Stored values are returned unchanged. */
export const values = (requests: () => Requests) => {
  test.each([
    ['text of all kinds', 'a\u0000"\\ü漢👍\u2028'],
    ['empty text', ''],
    ['numbers', [0, -1.5, 1e-7, 123_456_789_012_345]],
    ['bytes', new Uint8Array([0, 1, 254, 255])],
    ['nothing, yes and no', [null, true, false]],
    ['maps and lists in each other', { a: [{ b: [] }, {}], 'with.dot and space': 1 }],
    ['sets', { s: new Set(['a', 'b']), n: new Set([1, 2]) }],
  ])('%s', async (_, value) => {
    const id = randomUUID();

    await requests().put({ id, value });

    expect(await requests().get(id)).toEqual({ id, value });
  });
};
