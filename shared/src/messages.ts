import * as v from 'valibot';
import { Label, Previews, SourceObject } from './metadata.ts';

const id = v.pipe(v.string(), v.uuid());

/**
 * A video in the source bucket and the session that renders it: the message of the render start topic. `etag`
 * identifies the content; messages of earlier versions lack it.
 */
export const SourceVideo = v.object({
  id,
  ...SourceObject.entries,
  etag: v.optional(v.string()),
});
export type SourceVideo = v.InferOutput<typeof SourceVideo>;

/**
 * A finished step of a session: the message of the status topic. It carries the step's results, so that subscribers can
 * show them before metadata.json exists: `gif` the GIF's key in the render bucket, `previews` the keys of the other
 * previews, `captures` the frames with their second and key in the source bucket, `frame` and `labels` one labelled
 * capture. Captures that do not fit into one message are split over several, each with its first one as `frame`. While
 * its session waits for other steps, a labelled capture is `waiting`, and `status` does not get the message.
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
  waiting: v.optional(v.literal(true)),
});
export type StepDone = v.InferOutput<typeof StepDone>;
