const UNIT_KIND = 0x1f;
const IDR_SLICE = 5;
const START_CODE = Buffer.from([0, 0, 1]);

/**
 * Whether an H.264 decoder forgets all frames before this one (an IDR picture). After a gap it takes a key frame of any
 * other kind for a successor of frames that it has seen, and gives frames wrong times or drops them. Units begin with
 * their length in so many bytes, or with start codes.
 */
export const beginsAnew = (frame: Uint8Array, lengthBytes?: number): boolean => {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
  return lengthBytes === undefined ? hasIdrAfterCode(bytes) : hasIdrAfterLength(bytes, lengthBytes);
};

const hasIdrAfterCode = (bytes: Buffer) => {
  for (let at = 0; (at = bytes.indexOf(START_CODE, at)) >= 0; at += START_CODE.length)
    if (isIdrSlice(bytes[at + START_CODE.length])) return true;
  return false;
};

const hasIdrAfterLength = (bytes: Buffer, lengthBytes: number) => {
  for (let at = 0; at + lengthBytes < bytes.length;) {
    if (isIdrSlice(bytes[at + lengthBytes])) return true;
    at += lengthBytes + bytes.readUIntBE(at, lengthBytes);
  }
  return false;
};

const isIdrSlice = (head = 0) => (head & UNIT_KIND) === IDR_SLICE;
