import * as v from 'valibot';

/**
 * When a video was recorded: an instant in UTC, the offset of the clock beside the camera (`+01:00`), and which
 * clue says so.
 */
export const Recorded = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  offset: v.pipe(v.string(), v.regex(/^[+-]\d\d:\d\d$/u)),
  from: v.picklist(['tag', 'name', 'creation_time', 'file', 'upload']),
});
export type Recorded = v.InferOutput<typeof Recorded>;
