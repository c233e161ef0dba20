const [BLA, CRA, LAST_RANDOM_ACCESS] = [16, 21, 23];

/**
 * The HEVC frame, of units that begin with their length in so many bytes, so that a decoder forgets all frames before it
 * and drops those after it that need them; undefined if it is no random access picture. A clean random access picture
 * (CRA) becomes a broken link (BLA), which differs in the kind of its units only: https://www.itu.int/rec/T-REC-H.265,
 * 7.4.2.2.
 */
export const asSplice = (frame: Uint8Array, lengthBytes: number): Uint8Array | undefined => {
  const bytes = Buffer.from(frame);
  let isRandomAccess = false;
  for (let at = 0; at + lengthBytes + 1 < bytes.length;) {
    const head = at + lengthBytes;
    const kind = kindOf(bytes[head]);
    if (kind >= BLA && kind <= LAST_RANDOM_ACCESS) isRandomAccess = true;
    if (kind === CRA) bytes[head] = ((bytes[head] ?? 0) & 0x81) | (BLA << 1);
    at = head + bytes.readUIntBE(at, lengthBytes);
  }
  return isRandomAccess ? bytes : undefined;
};

const kindOf = (head = 0) => (head >> 1) & 0x3f;
