import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractCaptures } from '../../video-service/src/media/making/extract-captures.ts';
import { readMediaLimits } from '../../video-service/src/media/media-limits.ts';
import { fileSource } from '../../video-service/src/media/testing/file-source.ts';
import { cpuSeconds, median } from '../cpu-seconds.ts';
import { formatRow } from '../report/outcome.ts';

const ROUNDS = 3;
const COUNTS = [10, 50, 200];
const MAX_GROWTH = 1.15;

/** Measures the cost of a capture when a video has few and when it has many. True if it stays the same. */
export const growByCaptures = async (file: string): Promise<boolean> => {
  console.log('captures of a video, CPU milliseconds each');
  const costs: number[] = [];
  const rows: boolean[] = [];
  for (const count of COUNTS) {
    const { captureCount, seconds } = await measure(file, count);
    const each = (1000 * seconds) / Math.max(1, captureCount);
    costs.push(each);
    const isMet = each <= MAX_GROWTH * (costs[0] ?? each);
    const goal = { text: `${MAX_GROWTH} times the first`, isMet };
    console.log(formatRow(`  ${captureCount} captures`, [`${each.toFixed(0)} ms`], goal));
    rows.push(isMet);
  }
  return rows.every(Boolean);
};

const measure = async (file: string, count: number) => {
  const limits = readMediaLimits({ CAPTURES_MAX: `${count}` });
  const times: number[] = [];
  let captureCount = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await using directory = await mkdtempDisposable(path.join(tmpdir(), 'bench-captures-'));
    times.push(
      await cpuSeconds(async () => {
        const options = { directory: directory.path, limits };
        const extracted = await extractCaptures(await fileSource(file), options);
        captureCount = extracted.captures.filter((capture) => capture.file !== undefined).length;
      }),
    );
  }
  return { captureCount, seconds: median(times) };
};
