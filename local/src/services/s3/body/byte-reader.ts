import { S3Error } from '../http/s3-error.ts';

const MAX_LINE_BYTES = 4096;
const NOTHING = Buffer.alloc(0);

/** Reads lines and bytes alternately from a stream; one that ends too early is an IncompleteBody. */
export const createByteReader = (source: AsyncIterable<Buffer>) => {
  const iterator = source[Symbol.asyncIterator]();
  let buffered: Buffer = NOTHING;

  const fill = async () => {
    const next = await iterator.next();
    if (next.done) throw new S3Error('IncompleteBody');
    buffered = buffered.length > 0 ? Buffer.concat([buffered, next.value]) : next.value;
  };
  const take = (length: number) => {
    const taken = buffered.subarray(0, length);
    buffered = buffered.subarray(length);
    return taken;
  };

  return {
    /** Up to the next CR LF, which is omitted. */
    async line(): Promise<string> {
      let end: number;
      while ((end = buffered.indexOf('\r\n')) < 0) {
        if (buffered.length > MAX_LINE_BYTES) throw new S3Error('IncompleteBody');
        await fill();
      }
      if (end > MAX_LINE_BYTES) throw new S3Error('IncompleteBody');
      return take(end + 2)
        .subarray(0, end)
        .toString('latin1');
    },

    /** At least one byte and at most so many. */
    async some(maxBytes: number): Promise<Buffer> {
      while (buffered.length === 0) await fill();
      return take(maxBytes);
    },

    async isAtEnd(): Promise<boolean> {
      return buffered.length === 0 && (await iterator.next()).done === true;
    },
  };
};
