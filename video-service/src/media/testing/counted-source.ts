import type { RangeSource } from '../source/range-source.ts';

/** A source, and how many bytes each request has read of it so far. */
export const countedSource = (source: RangeSource) => {
  const reads: number[] = [];
  const counted: RangeSource = {
    ...source,
    readRange: (start, end) => {
      reads.push(end - start + 1);
      return source.readRange(start, end);
    },
  };
  return {
    source: counted,
    reads,
    bytesRead: () => reads.reduce((sum, bytes) => sum + bytes, 0),
  };
};
