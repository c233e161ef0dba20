type Picture = { code: number; intra: number; kindOf: (header: Buffer) => number };

// ISO/IEC 13818-2, 6.2.3: the kind follows ten bits for the place in the group.
const MPEG2: Picture = { code: 0x00, intra: 1, kindOf: ([, second = 0]) => (second >> 3) & 7 };
// ISO/IEC 14496-2, 6.2.5.
const MPEG4: Picture = { code: 0xb6, intra: 0, kindOf: ([first = 0]) => first >> 6 };

const PICTURES: Partial<Record<string, Picture>> = {
  mpeg1video: MPEG2,
  mpeg2video: MPEG2,
  mpeg4: MPEG4,
};

const START_CODE = Buffer.from([0, 0, 1]);

/**
 * Whether a frame of MPEG-1, MPEG-2 or MPEG-4 part 2 refers to others, whatever an index says: a decoder that begins
 * with it shows what is not there. False for other codecs, whose decoders drop such frames or have none.
 */
export const needsOthers = (frame: Uint8Array, codec: string): boolean => {
  const picture = PICTURES[codec];
  if (!picture) return false;
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
  for (let at = 0; (at = bytes.indexOf(START_CODE, at)) >= 0; at += START_CODE.length) {
    const header = bytes.subarray(at + START_CODE.length);
    if (header[0] === picture.code) return picture.kindOf(header.subarray(1)) !== picture.intra;
  }
  return false;
};
