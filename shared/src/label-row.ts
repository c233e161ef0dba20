import { CaptureKind, Label, VideoError } from './metadata.ts';
import * as v from 'valibot';

/**
 * A capture: its second and, once available, its labels or the reason why it has none; `late` if the labels arrived
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

/** A capture as taken from the video; `sameAs` is the frame that shows the same. */
export type Capture = Pick<LabelRow, 'frame' | 'time' | 'kind' | 'sameAs'>;

/** The outcome of labelling a capture. */
export type Labelling = Labels | { error: VideoError };

/** The labels that a model found in a capture. */
export type Labels = { labels: Label[]; model: string };
