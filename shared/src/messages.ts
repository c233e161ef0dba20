import * as v from 'valibot';
import { Label, Previews } from './metadata.ts';

const id = v.pipe(v.string(), v.uuid());

/**
 * A video in the source bucket and the session that renders it; the message of the render start topic. `etag`
 * says which content of its key is meant; messages of earlier versions do not have it.
 */
export const SourceVideo = v.object({
  id,
  bucket: v.string(),
  key: v.string(),
  size: v.pipe(v.number(), v.integer(), v.minValue(0)),
  etag: v.optional(v.string()),
});
export type SourceVideo = v.InferOutput<typeof SourceVideo>;

/**
 * One step of a session has been done; the message of the status topic. Beside the step goes what it made,
 * for those who show results before the metadata.json is there: `gif` its key in the render bucket, `previews`
 * the keys of what lies beside it, `captures` frames with their second and their key in the source bucket, `frame` and `labels` one labelled
 * capture. Captures that are too many for one message come in several, each with its first one as `frame`.
 */
export const StepDone = v.object({
  id,
  step: v.picklist(['gif', 'captures', 'label', 'failed']),
  gif: v.optional(v.string()),
  previews: v.optional(Previews),
  captures: v.optional(
    v.array(
      v.object({
        frame: v.string(),
        time: v.pipe(v.number(), v.minValue(0)),
        capture: v.string(),
      }),
    ),
  ),
  frame: v.optional(v.string()),
  labels: v.optional(v.array(Label)),
});
export type StepDone = v.InferOutput<typeof StepDone>;
