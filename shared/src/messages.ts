import * as v from 'valibot';

const id = v.pipe(v.string(), v.uuid());

/** A video in the source bucket and the session that renders it; the message of the render start topic. */
export const SourceVideo = v.object({
  id,
  bucket: v.string(),
  key: v.string(),
  size: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type SourceVideo = v.InferOutput<typeof SourceVideo>;

/** One step of a session has been done; the message of the status topic. `frame` goes with 'label'. */
export const StepDone = v.object({
  id,
  step: v.picklist(['gif', 'captures', 'label', 'failed']),
  frame: v.optional(v.string()),
});
export type StepDone = v.InferOutput<typeof StepDone>;
