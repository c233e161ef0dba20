import { expect, test } from '@jest/globals';
import type { RangeSource } from './range-source.ts';
import { type LentSource, withSource } from './with-source.ts';

const MIB = 1024 * 1024;
const FIRST = 64 * 1024;

/** A source of this many bytes, each its own position, which records the reads. */
const countingSource = (size: number) => {
  const reads: [number, number][] = [];
  const source: RangeSource = {
    size,
    readRange: (start, end) => {
      reads.push([start, end]);
      return Promise.resolve(Uint8Array.from({ length: end - start + 1 }, (_, at) => start + at));
    },
  };
  return { source, reads };
};

const get = async (url: string, range?: string) => {
  const response = await fetch(url, range ? { headers: { range } } : {});
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
};

test('the whole file and every part of it can be read', async () => {
  const { source } = countingSource(1000);

  const [whole, part] = await withSource(source, ({ url }) =>
    Promise.all([get(url), get(url, 'bytes=990-')]),
  );

  expect(whole.bytes).toHaveLength(1000);
  expect(part).toEqual({
    status: 206,
    bytes: Uint8Array.from({ length: 10 }, (_, at) => 990 + at),
  });
});

test('sequential reads cost one request per mebibyte, and repeated reads none', async () => {
  const { source, reads } = countingSource(2.5 * MIB);

  await withSource(source, async ({ url }) => {
    await get(url);
    await get(url, 'bytes=100-');
  });

  expect(reads).toEqual([
    [0, FIRST - 1],
    [FIRST, FIRST + MIB - 1],
    [FIRST + MIB, FIRST + 2 * MIB - 1],
    [FIRST + 2 * MIB, 2.5 * MIB - 1],
  ]);
});

test('planned reads share the cache if all of the source fits into it', async () => {
  const small = countingSource(MIB);
  const large = countingSource(16 * MIB + 1);
  const readTwice = async ({ planned, url }: LentSource) => {
    await get(url, 'bytes=1048000-');
    await planned.readRange(1_048_100, 1_048_199);
  };

  await withSource(small.source, readTwice);
  await withSource(large.source, readTwice);

  expect(small.reads).toEqual([[1_048_000, MIB - 1]]);
  expect(large.reads.at(-1)).toEqual([1_048_100, 1_048_199]);
});

test('a read beyond the end is refused', async () => {
  const { source } = countingSource(10);

  expect(await withSource(source, ({ url }) => get(url, 'bytes=10-'))).toMatchObject({
    status: 416,
  });
});

test('a request without the secret path gets nothing', async () => {
  const { source, reads } = countingSource(10);

  const answer = await withSource(source, ({ url }) => get(new URL('/other', url).href));

  expect(answer).toMatchObject({ status: 404 });
  expect(reads).toEqual([]);
});

test('the error of a failing source is thrown, not its consequences', async () => {
  const source = { size: 10, readRange: () => Promise.reject(new Error('no such object')) };

  await expect(withSource(source, ({ url }) => get(url))).rejects.toThrow('no such object');
  await expect(withSource(source, ({ url }) => get(url).catch(() => 'survived'))).rejects.toThrow(
    'no such object',
  );
});

test('a source that returns too few bytes has failed', async () => {
  const source = { size: 10, readRange: () => Promise.resolve(new Uint8Array(3)) };

  await expect(withSource(source, ({ url }) => get(url))).rejects.toThrow(
    'gave 3 bytes for 0 to 9',
  );
});

test('the URL stops working when the work is done or has failed', async () => {
  const { source } = countingSource(10);
  const urls: string[] = [];
  const fail = ({ url }: LentSource) => {
    urls.push(url);
    return Promise.reject(new Error('work failed'));
  };

  await expect(withSource(source, fail)).rejects.toThrow('work failed');
  await withSource(source, ({ url }) => Promise.resolve(urls.push(url)));

  for (const url of urls) await expect(fetch(url)).rejects.toThrow('fetch failed');
});
