import * as v from 'valibot';

const moment = {
  at: v.pipe(v.string(), v.isoTimestamp()),
  offset: v.pipe(v.string(), v.regex(/^[+-]\d\d:\d\d$/u)),
};
const CLUES = ['tag', 'name', 'creation_time', 'file'] as const;

/**
 * When a video was recorded: an instant in UTC, the offset of the clock beside the camera (`+01:00`), and which
 * clue says so.
 */
export const Recorded = v.object({ ...moment, from: v.picklist([...CLUES, 'upload']) });
export type Recorded = v.InferOutput<typeof Recorded>;

/** The same, as far as the video itself or its sender says so. */
export const Known = v.object({ ...moment, from: v.picklist(CLUES) });
export type Known = v.InferOutput<typeof Known>;
