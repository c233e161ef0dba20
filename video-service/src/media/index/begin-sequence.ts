import { beginsAnew } from './h264-units.ts';
import { asSplice } from './hevc-units.ts';

/** How frames are coded: FFmpeg's name for the codec, and the bytes of the lengths before units, if they have any. */
export type Coding = { codec: string; lengthBytes: number | undefined };

/**
 * The frame as the first one after a gap, and whether a decoder forgets the frames before the gap when it gets this one.
 */
export const beginSequence = (
  frame: Uint8Array,
  { codec, lengthBytes }: Coding,
): { data: Uint8Array; isAnew: boolean } => {
  if (codec === 'h264') return { data: frame, isAnew: beginsAnew(frame, lengthBytes) };
  if (codec !== 'hevc') return { data: frame, isAnew: true };
  if (lengthBytes === undefined) return { data: frame, isAnew: false };
  const splice = asSplice(frame, lengthBytes);
  return { data: splice ?? frame, isAnew: splice !== undefined };
};

/**
 * Whether the frames that are stored after a key frame, shown before it, and refer to the frames before it can be left
 * out after a gap: a decoder of H.264 or HEVC drops them itself, others show them wrong.
 */
export const canOmitLeading = ({ codec }: Coding): boolean => codec !== 'h264' && codec !== 'hevc';
