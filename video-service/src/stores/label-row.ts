import { CaptureKind, Label, VideoError } from '@video-service/shared/metadata';
import * as v from 'valibot';

/**
 * A capture: its second, and once they are there its labels or why it has none; `late` says that the labels came
 * after the session was closed.
 */
export const LabelRow = v.object({
  frame: v.string(),
  time: v.number(),
  kind: v.optional(CaptureKind),
  sameAs: v.optional(v.string()),
  labels: v.optional(v.array(Label)),
  model: v.optional(v.string()),
  error: v.optional(VideoError),
  late: v.optional(v.boolean()),
});
export type LabelRow = v.InferOutput<typeof LabelRow>;

/** A capture as it comes from the video; `sameAs` is the frame that shows all of it. */
export type Capture = Pick<LabelRow, 'frame' | 'time' | 'kind' | 'sameAs'>;

/** How the labelling of a capture ended. */
export type Labelling = Labels | { error: VideoError };

/** What a model has seen in a capture. */
export type Labels = { labels: Label[]; model: string };
