import type { Box } from './boxes.ts';

/** A track in its own units: where its first frame is, and how long it is. */
type Media = { movieTimescale: number; timescale: number; firstTime: number; length: number };

/** When a track is over, as a player shows it, and whether its edits show all of it once, at most later than it begins. */
export type Edits = { endSeconds: number; isPlain: boolean };

/** https://developer.apple.com/documentation/quicktime-file-format/edit_list_atom */
export const readEdits = (elst: Box | undefined, media: Media): Edits => {
  const lengthSeconds = media.length / media.timescale;
  if (!elst)
    return { endSeconds: lengthSeconds + media.firstTime / media.timescale, isPlain: true };
  const edits = parseEdits(elst.body);
  if (!edits) return { endSeconds: lengthSeconds, isPlain: false };
  const shown = edits.filter(({ mediaTime }) => mediaTime >= 0);
  const durations = edits.reduce((sum, { duration }) => sum + duration, 0);
  const [first] = shown;
  // Of fragments, and of some cameras, the duration is 0: all of it.
  const endSeconds =
    shown.every(({ duration }) => duration > 0) || !first
      ? durations / media.movieTimescale
      : durations / media.movieTimescale + lengthSeconds;
  return { endSeconds, isPlain: edits.length <= 2 && shown.length === 1 && isWhole(edits, media) };
};

const isWhole = (edits: Edit[], { movieTimescale, timescale, firstTime, length }: Media) => {
  const edit = edits.at(-1);
  if (!edit || edit.mediaTime < 0 || edit.rate !== 1) return false;
  if (edit.mediaTime > firstTime) return false;
  const shownUntil = edit.mediaTime + (edit.duration / movieTimescale) * timescale;
  // Durations are rounded to the film's own, coarser units.
  const rounding = timescale / movieTimescale;
  return edit.duration === 0 || shownUntil + rounding >= firstTime + length;
};

type Edit = { duration: number; mediaTime: number; rate: number };

const MAX_EDITS = 1000;

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
