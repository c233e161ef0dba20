import type { Readable } from 'node:stream';

/**
 * Calls `refuse` if a client's frame announces more than `maxBytes`. The library limits only messages, so this reads
 * the frame headers in parallel: https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
export const watchFrames = (socket: Readable, maxBytes: number, refuse: () => void) => {
  let unread = Buffer.alloc(0);
  let toSkip = 0;

  const watch = (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    for (;;) {
      const skipped = Math.min(toSkip, unread.length);
      unread = unread.subarray(skipped);
      toSkip -= skipped;
      const frame = toSkip === 0 ? readHeader(unread) : undefined;
      if (!frame) return;
      if (frame.payloadBytes > maxBytes) {
        socket.off('data', watch);
        refuse();
        return;
      }
      toSkip = frame.headerBytes + frame.payloadBytes;
    }
  };
  // Before the library's own listener, so that the frame's message is no longer accepted.
  socket.prependListener('data', watch);
};

// Undefined until the header is complete.
const readHeader = (bytes: Buffer) => {
  if (bytes.length < 2) return undefined;
  const isMasked = bytes.readUInt8(1) >= 0x80;
  const length = bytes.readUInt8(1) & 0x7f;
  const lengthBytes = length === 127 ? 8 : length === 126 ? 2 : 0;
  if (bytes.length < 2 + lengthBytes) return undefined;
  const payloadBytes =
    lengthBytes === 8
      ? Number(bytes.readBigUInt64BE(2))
      : lengthBytes === 2
        ? bytes.readUInt16BE(2)
        : length;
  return { headerBytes: 2 + lengthBytes + (isMasked ? 4 : 0), payloadBytes };
};
