import type { Box } from './boxes.ts';

/** A track in its own units: where its first frame is, and how long it is. */
type Media = { movieTimescale: number; timescale: number; firstTime: number; length: number };

/**
 * What one edit shows, in seconds of display time: the media from `from` on, in the track's own units, at this multiple
 * of its own speed. At a rate of 0 one frame is frozen.
 */
export type Part = { start: number; end: number; from: number; rate: number };

/**
 * When a track ends in display time; whether its edits show all of it once, at most delayed; and what each of them
 * shows, missing if that is not understood.
 */
export type Edits = { endSeconds: number; isPlain: boolean; parts?: Part[] };

/** https://developer.apple.com/documentation/quicktime-file-format/edit_list_atom */
export const readEdits = (elst: Box | undefined, media: Media): Edits => {
  const lengthSeconds = media.length / media.timescale;
  const edits = elst && parseEdits(elst.body);
  if (!elst || edits?.length === 0)
    return { endSeconds: lengthSeconds + media.firstTime / media.timescale, isPlain: true };
  if (!edits) return { endSeconds: lengthSeconds, isPlain: false };
  const shown = edits.filter(({ mediaTime }) => mediaTime >= 0);
  const parts = partsOf(edits, media);
  return {
    endSeconds: Math.max(0, ...parts.map(({ end }) => end)),
    isPlain: edits.length <= 2 && shown.length === 1 && isWhole(edits, media),
    ...(shown.every(({ rate }) => rate >= 0) && { parts }),
  };
};

const isWhole = (edits: Edit[], { movieTimescale, timescale, firstTime, length }: Media) => {
  const edit = edits.at(-1);
  if (!edit || edit.mediaTime < 0 || edit.rate !== 1) return false;
  if (edit.mediaTime > firstTime) return false;
  const shownUntil = edit.mediaTime + (edit.duration / movieTimescale) * timescale;
  // Durations are rounded to the movie's coarser units.
  const rounding = timescale / movieTimescale;
  return edit.duration === 0 || shownUntil + rounding >= firstTime + length;
};

const partsOf = (edits: Edit[], { movieTimescale, timescale, firstTime, length }: Media) => {
  const parts: Part[] = [];
  const isOnly = edits.filter(({ mediaTime }) => mediaTime >= 0).length === 1;
  let units = 0;
  for (const { duration, mediaTime, rate } of edits) {
    const start = units / movieTimescale;
    units += duration;
    if (mediaTime < 0) continue;
    const left = Math.max(0, firstTime + length - mediaTime) / timescale;
    // An edit cannot show more than there is. Fragments, and some cameras, have a single one with a duration of 0, which
    // means all of it.
    const most = rate > 0 ? left / rate : left > 0 ? Infinity : 0;
    const end =
      start + (duration > 0 || !isOnly ? Math.min(duration / movieTimescale, most) : left);
    parts.push({ start, end, from: mediaTime, rate });
  }
  return parts;
};

type Edit = { duration: number; mediaTime: number; rate: number };

const MAX_EDITS = 100_000;

const parseEdits = (body: Buffer): Edit[] | undefined => {
  const wide = body[0] === 1;
  const entryBytes = wide ? 20 : 12;
  const count = body.length >= 8 ? body.readUInt32BE(4) : 0;
  if (count > MAX_EDITS || 8 + count * entryBytes > body.length) return undefined;
  return Array.from({ length: count }, (_, entry) => {
    const at = 8 + entry * entryBytes;
    return wide
      ? {
          duration: Number(body.readBigUInt64BE(at)),
          mediaTime: Number(body.readBigInt64BE(at + 8)),
          rate: body.readInt32BE(at + 16) / 0x10000,
        }
      : {
          duration: body.readUInt32BE(at),
          mediaTime: body.readInt32BE(at + 4),
          rate: body.readInt32BE(at + 8) / 0x10000,
        };
  });
};
