import type { ColourTags } from '../appearance.ts';
import { flatBoxes } from './boxes.ts';
import { coloursFrom } from './colour-codes.ts';

/** What an MP4 says about the frames of a video track. */
export type SampleDescription = {
  /** Four characters for the coding: https://mp4ra.org/registered-types/sampleentries */
  format: string;
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

const ENTRY_AT = 8;
const CHILDREN_AT = ENTRY_AT + 86;

/**
 * Reads the first entry of a video track's `stsd`; undefined if it is cut off.
 * https://developer.apple.com/documentation/quicktime-file-format/video_sample_description
 */
export const readDescription = (stsd: Buffer | undefined): SampleDescription | undefined => {
  if (!stsd || stsd.length < CHILDREN_AT) return undefined;
  const boxes = flatBoxes(stsd.subarray(CHILDREN_AT, ENTRY_AT + stsd.readUInt32BE(ENTRY_AT)));
  const body = (wanted: string) => boxes.find(({ type }) => type === wanted)?.body;
  const [avcC, hvcC] = [body('avcC'), body('hvcC')];
  return {
    format: stsd.toString('latin1', ENTRY_AT + 4, ENTRY_AT + 8).toLowerCase(),
    width: stsd.readUInt16BE(ENTRY_AT + 32),
    height: stsd.readUInt16BE(ENTRY_AT + 34),
    pixelRatio: pixelRatio(body('pasp')),
    colours: taggedColours(body('colr')) ?? vp9Colours(body('vpcC')) ?? {},
    avcC,
    lengthBytes: lengthBytes(avcC?.[4] ?? hvcC?.[21]),
  };
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
