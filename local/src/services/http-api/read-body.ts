import type { Readable } from 'node:stream';

/** The whole body; undefined, with the rest unread, when it is longer than `maxBytes`. */
export const readBody = async (body: Readable, maxBytes: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A destroyed request takes the connection with it, and the answer with that.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
