import type { RangeSource } from './range-source.ts';

const BLOCK_BYTES = 1024 * 1024;
const MAX_BLOCKS = 16;

export type BlockReader = ReturnType<typeof createBlockReader>;

/**
 * Reads a source in blocks of 1 MiB and keeps the last 16, so that however small and scattered the reads are,
 * the source sees few requests and the memory stays bounded. A reader that moves forward finds its next
 * block on the way already.
 */
export const createBlockReader = (source: RangeSource) => {
  const blocks = new Map<number, Promise<Uint8Array>>();

  const load = (index: number) => {
    const start = index * BLOCK_BYTES;
    const block =
      blocks.get(index) ?? source.readRange(start, Math.min(start + BLOCK_BYTES, source.size) - 1);
    // Setting it anew makes it the youngest: a Map keeps the order of insertion.
    blocks.delete(index);
    blocks.set(index, block);
    const [oldest] = blocks.keys();
    if (blocks.size > MAX_BLOCKS && oldest !== undefined) blocks.delete(oldest);
    return block;
  };

  const readAhead = (index: number) => {
    if (!blocks.has(index - 1) || (index + 1) * BLOCK_BYTES >= source.size) return;
    // Whoever comes to read this block gets the error.
    load(index + 1).catch(() => undefined);
  };

  return {
    size: source.size,

    /** Bytes `start` to `end`, both included, as they come. */
    read: async function* (start: number, end: number): AsyncGenerator<Uint8Array> {
      for (let position = start; position <= end;) {
        const index = Math.floor(position / BLOCK_BYTES);
        const block = load(index);
        readAhead(index);
        const first = position - index * BLOCK_BYTES;
        const piece = (await block).subarray(first, end - index * BLOCK_BYTES + 1);
        yield piece;
        position += piece.length;
      }
    },
  };
};
