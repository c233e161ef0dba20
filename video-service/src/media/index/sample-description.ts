import type { ColourTags } from '../appearance.ts';
import { type Box, flatBoxes, writeBox } from './boxes.ts';
import { coloursFrom } from './colour-codes.ts';

/** What an MP4 says about the frames of a video track. */
export type SampleDescription = {
  /** FFmpeg's name for the codec, if it is a usual one of today. */
  codec: string | undefined;
  width: number;
  height: number;
  /** How much wider than high a pixel is. */
  pixelRatio: number;
  colours: ColourTags;
  /** The parameters of H.264; missing if they are among the frames. */
  avcC: Buffer | undefined;
  /** The bytes of the lengths before the units of H.264 or HEVC, if they have any. */
  lengthBytes: number | undefined;
};

// After the version, the flags and the count.
const ENTRIES_AT = 8;
const CHILDREN_AT = 78;

/** The entries of an `stsd`, each a coding. */
export const entriesOf = (stsd: Buffer): Pick<Box, 'type' | 'body'>[] =>
  flatBoxes(stsd.subarray(ENTRIES_AT));

/** The `stsd` with only this entry, by number from 1, unchanged. */
export const onlyEntry = (stsd: Buffer, number: number): Buffer => {
  const entry = entriesOf(stsd)[number - 1];
  if (!entry) throw new Error(`There is no description ${number}`);
  const head = Buffer.from(stsd.subarray(0, ENTRIES_AT));
  head.writeUInt32BE(1, 4);
  return Buffer.concat([head, writeBox({ ...entry, boxes: [] })]);
};

/**
 * Reads the entries of a video track's `stsd`; undefined if one of them is cut off.
 * https://developer.apple.com/documentation/quicktime-file-format/video_sample_description
 */
export const readDescriptions = (stsd: Buffer | undefined): SampleDescription[] | undefined => {
  const entries = entriesOf(stsd ?? Buffer.alloc(0));
  const whole = entries.filter(({ body }) => body.length >= CHILDREN_AT);
  return whole.length > 0 && whole.length === entries.length
    ? whole.map(readDescription)
    : undefined;
};

const readDescription = (entry: Pick<Box, 'type' | 'body'>): SampleDescription => {
  const boxes = flatBoxes(entry.body.subarray(CHILDREN_AT));
  const body = (wanted: string) => boxes.find(({ type }) => type === wanted)?.body;
  const [avcC, hvcC] = [body('avcC'), body('hvcC')];
  return {
    codec: CODECS[entry.type.toLowerCase()],
    width: entry.body.readUInt16BE(24),
    height: entry.body.readUInt16BE(26),
    pixelRatio: pixelRatio(body('pasp')),
    colours: taggedColours(body('colr')) ?? vp9Colours(body('vpcC')) ?? {},
    avcC,
    lengthBytes: lengthBytes(avcC?.[4] ?? hvcC?.[21]),
  };
};

// https://mp4ra.org/registered-types/sampleentries
const CODECS: Partial<Record<string, string>> = {
  avc1: 'h264',
  avc3: 'h264',
  hvc1: 'hevc',
  hev1: 'hevc',
  vp09: 'vp9',
  av01: 'av1',
};

const pixelRatio = (pasp: Buffer | undefined) => {
  if (!pasp || pasp.length < 8) return 1;
  const [width, height] = [pasp.readUInt32BE(0), pasp.readUInt32BE(4)];
  return width > 0 && height > 0 ? width / height : 1;
};

const lengthBytes = (field: number | undefined) =>
  field === undefined ? undefined : (field & 3) + 1;

const CODED = new Set(['nclx', 'nclc']);

const taggedColours = (colr: Buffer | undefined) =>
  colr && colr.length >= 10 && CODED.has(colr.toString('latin1', 0, 4))
    ? coloursFrom(colr.readUInt16BE(4), colr.readUInt16BE(6), colr.readUInt16BE(8))
    : undefined;

// https://www.webmproject.org/vp9/mp4/
const vp9Colours = (vpcC: Buffer | undefined) =>
  vpcC && vpcC.length >= 10 ? coloursFrom(vpcC[7] ?? 0, vpcC[8] ?? 0, vpcC[9] ?? 0) : undefined;
