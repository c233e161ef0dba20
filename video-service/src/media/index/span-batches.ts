import type { Span } from '../choosing/spans.ts';
import { MAX_EXCERPT_BYTES } from './frame-index.ts';
import type { Samples } from './samples.ts';

// Twenty frames of ProRes at 8K. They are on a disk of 512 MB together with what is made of them.
const MAX_BYTES = 5 * MAX_EXCERPT_BYTES;

type Stored = { samples: Samples };

/**
 * The samples of each span, in batches of at most 64 MiB. Throws if they are too many: if a span is larger, all of them
 * together, or those that are only there because others need them.
 */
export const batchesOf = (stored: Stored, spans: Span[]): number[][][] => {
  const batches: number[][][] = [];
  const keys = keysAmong(stored);
  let [left, total, between] = [0, 0, 0];
  for (const span of spans) {
    const samples = samplesIn(stored, keys, span);
    const bytes = bytesOf(stored, samples);
    total += bytes;
    between += bytesOf(
      stored,
      samples.filter((sample) => stored.samples.isKey[sample] !== 1),
    );
    if (Math.max(bytes, between) > MAX_EXCERPT_BYTES || total > MAX_BYTES)
      throw new Error(`The excerpt has more than ${MAX_EXCERPT_BYTES} bytes`);
    const last = batches.at(-1);
    if (last && bytes <= left) last.push(samples);
    else batches.push([samples]);
    left = (last && bytes <= left ? left : MAX_EXCERPT_BYTES) - bytes;
  }
  return batches;
};

// A long film has a hundred thousand samples, and far fewer key frames.
const keysAmong = ({ samples: { isKey } }: Stored): number[] => {
  const keys: number[] = [];
  for (let sample = 0; sample < isKey.length; sample += 1)
    if (isKey[sample] === 1) keys.push(sample);
  return keys;
};

// From the last key frame before the span on, until its end.
const samplesIn = (
  { samples: { times } }: Stored,
  keys: number[],
  { from, until }: Span,
): number[] => {
  let key: number | undefined;
  for (const sample of keys) {
    const time = times[sample] ?? 0;
    if (time <= from && (key === undefined || time >= (times[key] ?? 0))) key = sample;
  }
  if (key === undefined) return [];
  let end = key;
  while (end + 1 < times.length && (times[end] ?? 0) < until) end += 1;
  return Array.from({ length: end + 1 - key }, (_, at) => key + at);
};

const bytesOf = ({ samples: { sizes } }: Stored, samples: number[]) =>
  samples.reduce((sum, sample) => sum + (sizes[sample] ?? 0), 0);
