import type { RangeSource } from './range-source.ts';

/** The source with other bytes from a position on, which may extend beyond its end. */
export const overlaidSource = (
  source: RangeSource,
  position: number,
  bytes: Uint8Array,
): RangeSource => ({
  size: Math.max(source.size, position + bytes.length),
  async readRange(start, end) {
    const isBeside = end < position || start >= position + bytes.length;
    if (isBeside) return source.readRange(start, end);
    const read = new Uint8Array(end - start + 1);
    const isOver = start >= position && end < position + bytes.length;
    if (!isOver && start < source.size)
      read.set(await source.readRange(start, Math.min(end, source.size - 1)));
    const from = Math.max(0, start - position);
    read.set(bytes.subarray(from, end - position + 1), Math.max(0, position - start));
    return read;
  },
});
