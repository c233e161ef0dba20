import { Recorded } from '@video-service/shared/recording/recorded';
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * A video as the library lists it: a projection of its metadata.json, or revision 0 while it is being processed.
 * `labels` maps each label to the positions in `captures` that show it; a label is general if another one implies it,
 * as Car implies Vehicle.
 */
export const LibraryEntry = v.object({
  id: v.pipe(v.string(), v.uuid()),
  revision: count,
  state: v.picklist(['processing', 'ready', 'failed']),
  door: v.picklist(['page', 'messenger', 'camera']),
  /** Its key in the source bucket, and the file name shown to people. */
  key: v.string(),
  name: v.string(),
  camera: v.exactOptional(v.string()),
  recorded: Recorded,
  /** Missing in entries of earlier versions. */
  uploadedAt: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
  durationSeconds: v.exactOptional(v.number()),
  captures: v.array(v.object({ frame: v.string(), time: v.number(), key: v.string() })),
  labels: v.array(
    v.object({
      name: v.string(),
      captures: v.array(count),
      general: v.exactOptional(v.literal(true)),
    }),
  ),
  /** Keys in the render bucket. */
  previews: v.object({
    poster: v.exactOptional(v.string()),
    video: v.exactOptional(v.string()),
    gif: v.exactOptional(v.string()),
    storyboard: v.exactOptional(v.object({ picture: v.string(), track: v.string() })),
  }),
  error: v.exactOptional(v.object({ code: v.string(), message: v.string() })),
});
export type LibraryEntry = v.InferOutput<typeof LibraryEntry>;
/** An entry, and whether its owner keeps it, which no revision changes. */
export type ListedEntry = LibraryEntry & { kept: boolean };
export type VideoState = LibraryEntry['state'];
export type Door = LibraryEntry['door'];

/** An entry's position in the library: a string that sorts by recording time. */
export const positionOf = ({ id, recorded }: Pick<LibraryEntry, 'id' | 'recorded'>): string =>
  `${recorded.at}#${id}`;

/** The local date and time at the camera, as `2026-11-22T21:03:05.000`. */
export const localTimeOf = ({ at, offset }: Recorded): string => {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const sign = offset.startsWith('-') ? -1 : 1;
  const shifted = Date.parse(at) + sign * (hours * 60 + minutes) * 60_000;
  return new Date(shifted).toISOString().slice(0, -1);
};
