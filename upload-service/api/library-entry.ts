import { Recorded } from '@video-service/shared/recording/recorded';
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * A video as the library lists it: a projection of its metadata.json, or revision 0 of a video that is still being
 * processed. `labels` has the captures that show each label, as positions in `captures`; a general one is implied by
 * another of them, as Vehicle is by Car.
 */
export const LibraryEntry = v.object({
  id: v.pipe(v.string(), v.uuid()),
  revision: count,
  state: v.picklist(['processing', 'ready', 'failed']),
  door: v.picklist(['page', 'messenger', 'camera']),
  /** Its key in the source bucket, and the file name that people see. */
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
/** An entry, and whether its owner keeps it: no revision changes that. */
export type ListedEntry = LibraryEntry & { kept: boolean };
export type VideoState = LibraryEntry['state'];
export type Door = LibraryEntry['door'];

/** Where an entry stands in the library: a string that sorts by the time of recording. */
export const positionOf = ({ id, recorded }: Pick<LibraryEntry, 'id' | 'recorded'>): string =>
  `${recorded.at}#${id}`;

/** The date and time that a clock beside the camera showed, as `2026-11-22T21:03:05.000`. */
export const localTimeOf = ({ at, offset }: Recorded): string => {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const sign = offset.startsWith('-') ? -1 : 1;
  const shifted = Date.parse(at) + sign * (hours * 60 + minutes) * 60_000;
  return new Date(shifted).toISOString().slice(0, -1);
};
