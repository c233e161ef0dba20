import * as v from 'valibot';

const moment = {
  at: v.pipe(v.string(), v.isoTimestamp()),
  offset: v.pipe(v.string(), v.regex(/^[+-]\d\d:\d\d$/u)),
};
const CLUES = ['tag', 'name', 'creation_time', 'file'] as const;

/**
 * When a video was recorded: an instant in UTC, the local offset at the camera (`+01:00`), and the clue it comes from.
 */
export const Recorded = v.object({ ...moment, from: v.picklist([...CLUES, 'upload']) });
export type Recorded = v.InferOutput<typeof Recorded>;

/** The same, as far as the video or its sender provides it. */
export const Known = v.object({ ...moment, from: v.picklist(CLUES) });
export type Known = v.InferOutput<typeof Known>;
