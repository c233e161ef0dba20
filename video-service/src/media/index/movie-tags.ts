import type { RecordingTags } from '../recording-tags.ts';
import { type Box, readBoxes } from './boxes.ts';

const APPLE = 'com.apple.quicktime.creationdate';
// Movies count their seconds from 1904.
const EPOCH_SECONDS = Date.UTC(1904, 0, 1) / 1000;
const MAX_KEYS = 1000;
const MAX_TEXT_BYTES = 100;

/** The recording time in an MP4's index; a clock that was never set is ignored. */
export const readMovieTags = (moov: Box[]): RecordingTags => {
  // Apple's cameras put it beside the tracks, FFmpeg into the user data.
  const creationDate =
    appleDate(find(moov, 'meta')) ?? appleDate(inside(find(moov, 'udta'), 'meta'));
  const creationTime = headerTime(find(moov, 'mvhd'));
  return {
    ...(creationDate !== undefined && { creationDate }),
    ...(creationTime !== undefined && { creationTime }),
  };
};

const headerTime = (mvhd: Buffer | undefined): string | undefined => {
  if (!mvhd || mvhd.length < 12) return undefined;
  const seconds = mvhd[0] === 1 ? Number(mvhd.readBigUInt64BE(4)) : mvhd.readUInt32BE(4);
  const date = new Date((EPOCH_SECONDS + seconds) * 1000);
  return seconds === 0 || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

// A list of names, and values with matching numbers.
const appleDate = (meta: Buffer | undefined): string | undefined => {
  if (!meta || meta.length < 8) return undefined;
  // QuickTime starts with boxes, MP4 with a version.
  const boxes = readBoxes(meta.subarray(meta.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4)) ?? [];
  const number = namesIn(find(boxes, 'keys')).indexOf(APPLE) + 1;
  if (number === 0) return undefined;
  const index = Buffer.alloc(4);
  index.writeUInt32BE(number);
  const item = inside(find(boxes, 'ilst'), index.toString('latin1'));
  const value = inside(item, 'data');
  // Its type and language come first.
  return value?.toString('utf8', 8, 8 + MAX_TEXT_BYTES);
};

const namesIn = (keys: Buffer | undefined): string[] => {
  const names: string[] = [];
  for (let at = 8; keys && at + 8 <= keys.length && names.length < MAX_KEYS;) {
    const size = keys.readUInt32BE(at);
    if (size < 8) break;
    names.push(keys.toString('utf8', at + 8, at + size));
    at += size;
  }
  return names;
};

const inside = (body: Buffer | undefined, type: string) =>
  find((body && readBoxes(body)) ?? [], type);

const find = (boxes: Box[], wanted: string) => boxes.find(({ type }) => type === wanted)?.body;
