import type { ColourTags } from '../appearance.ts';
import { BitReader } from './bit-reader.ts';
import { coloursFrom } from './colour-codes.ts';

/** The properties of the pictures in an H.264 sequence parameter set. */
export type H264Parameters = { isInterlaced: boolean; colours: ColourTags; frameRate?: number };

// Profiles whose parameter sets contain the chroma format and scaling lists.
const HIGH_PROFILES = new Set([44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244]);

/** Reads the parameter set of an `avcC` box; undefined if it cannot be read reliably, or if there are several. */
export const readAvcC = (avcC: Uint8Array): H264Parameters | undefined => {
  const sets = (avcC[5] ?? 0) & 0x1f;
  const length = (avcC[6] ?? 0) * 256 + (avcC[7] ?? 0);
  if (sets !== 1 || length < 4 || 8 + length > avcC.length) return undefined;
  return readH264Parameters(avcC.subarray(8, 8 + length));
};

/**
 * Reads a parameter set; undefined if it cannot be read reliably. https://www.itu.int/rec/T-REC-H.264, 7.3.2.1.1 and
 * E.1.1
 */
export const readH264Parameters = (unit: Uint8Array): H264Parameters | undefined => {
  const set = withoutEmulation(unit);
  const profile = set[1] ?? 0;
  const bits = new BitReader(set.subarray(4));
  bits.exponential();
  if (HIGH_PROFILES.has(profile)) skipHighProfile(bits);
  bits.exponential();
  skipOrder(bits);
  bits.exponential();
  bits.skip(1);
  bits.exponential();
  bits.exponential();
  const isInterlaced = bits.read(1) === 0;
  if (isInterlaced) bits.skip(1);
  bits.skip(1);
  if (bits.read(1) === 1) for (let side = 0; side < 4; side += 1) bits.exponential();
  const usability = bits.read(1) === 1 ? readUsability(bits) : { colours: {} };
  return bits.isOver ? undefined : { isInterlaced, ...usability };
};

const skipHighProfile = (bits: BitReader) => {
  const chroma = bits.exponential();
  if (chroma === 3) bits.skip(1);
  bits.exponential();
  bits.exponential();
  bits.skip(1);
  if (bits.read(1) === 0) return;
  for (let list = 0; list < (chroma === 3 ? 12 : 8); list += 1)
    if (bits.read(1) === 1) skipScalingList(bits, list < 6 ? 16 : 64);
};

const skipScalingList = (bits: BitReader, size: number) => {
  let next = 8;
  for (let at = 0; at < size && next !== 0; at += 1)
    next = (next + bits.signedExponential() + 256) % 256;
};

const skipOrder = (bits: BitReader) => {
  const kind = bits.exponential();
  if (kind === 0) bits.exponential();
  if (kind !== 1) return;
  bits.skip(1);
  bits.exponential();
  bits.exponential();
  const cycle = Math.min(255, bits.exponential());
  for (let frame = 0; frame < cycle; frame += 1) bits.exponential();
};

const EXTENDED_SAR = 255;

const readUsability = (bits: BitReader): Pick<H264Parameters, 'colours' | 'frameRate'> => {
  if (bits.read(1) === 1 && bits.read(8) === EXTENDED_SAR) bits.skip(32);
  if (bits.read(1) === 1) bits.skip(1);
  const colours = readColours(bits);
  if (bits.read(1) === 1) {
    bits.exponential();
    bits.exponential();
  }
  if (bits.read(1) === 0) return { colours };
  const [unit, scale] = [bits.read(32), bits.read(32)];
  // A tick is half a frame, with or without fields.
  return { colours, ...(unit > 0 && scale > 0 && { frameRate: scale / (2 * unit) }) };
};

const readColours = (bits: BitReader): ColourTags => {
  if (bits.read(1) === 0) return {};
  bits.skip(4);
  if (bits.read(1) === 0) return {};
  return coloursFrom(bits.read(8), bits.read(8), bits.read(8));
};

// In two zeros followed by a three, the three is an escape.
const withoutEmulation = (bytes: Uint8Array) =>
  bytes.filter((byte, at) => byte !== 3 || bytes[at - 1] !== 0 || bytes[at - 2] !== 0 || at < 2);
