import * as v from 'valibot';

/** The stages of a video, in words. */
export const STAGES = [
  'announced by the page',
  'sent to the bot',
  'uploaded, waiting for its session',
  'rendering previews and captures',
  'rendering previews',
  'taking captures',
  'labelling',
  'complete',
  'failing',
  'ready',
  'failed',
  'being deleted',
  'deleted',
  'unknown',
] as const;

/** Why a video is stuck, and what to do about it. */
export const Cause = v.object({ message: v.string(), hint: v.optional(v.string()) });
export type Cause = v.InferOutput<typeof Cause>;

/**
 * Where a video is: its stage with a detail such as an error code, since when, how often rendering was started, what
 * happens next and when, and why it is stuck. `unknown` lists in sentences what could not be determined.
 */
export const Place = v.object({
  id: v.string(),
  key: v.optional(v.string()),
  stage: v.picklist(STAGES),
  detail: v.optional(v.string()),
  since: v.optional(v.string()),
  tries: v.optional(v.number()),
  next: v.optional(v.object({ what: v.string(), at: v.optional(v.string()) })),
  causes: v.array(Cause),
  unknown: v.array(v.string()),
});
export type Place = v.InferOutput<typeof Place>;
export type Stage = Place['stage'];

/** A stage with its detail, such as "labelling (1 of 2 captures)". */
export const nameStage = ({ stage, detail }: Pick<Place, 'stage' | 'detail'>): string =>
  detail === undefined ? stage : `${stage} (${detail})`;
