import { open, stat } from 'node:fs/promises';
import type { RangeSource } from '../source/range-source.ts';

/** A file on disk as a source. */
export const fileSource = async (file: string): Promise<RangeSource> => ({
  size: (await stat(file)).size,
  async readRange(start, end) {
    const handle = await open(file);
    try {
      const { buffer } = await handle.read(
        Buffer.alloc(end - start + 1),
        0,
        end - start + 1,
        start,
      );
      return buffer;
    } finally {
      await handle.close();
    }
  },
});
