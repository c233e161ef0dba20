import * as v from 'valibot';
import { Known } from './recording/recorded.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const seconds = v.pipe(v.number(), v.minValue(0));
const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const named = v.object({ Name: v.string() });

const Instance = v.object({
  BoundingBox: v.object({
    Left: v.number(),
    Top: v.number(),
    Width: v.number(),
    Height: v.number(),
  }),
  Confidence: percent,
});

/** A label as Rekognition returns it: https://docs.aws.amazon.com/rekognition/latest/APIReference/API_Label.html */
export const Label = v.object({
  Name: v.string(),
  Confidence: percent,
  Instances: v.array(Instance),
  Parents: v.array(named),
  Categories: v.array(named),
  Aliases: v.array(named),
});
export type Label = v.InferOutput<typeof Label>;

/** What went wrong, where, and how the sender can fix it. */
export const VideoError = v.object({
  stage: v.picklist(['upload', 'session', 'probe', 'gif', 'captures', 'labels', 'status']),
  code: v.string(),
  message: v.string(),
  hint: v.string(),
});
export type VideoError = v.InferOutput<typeof VideoError>;

/** An object in the source bucket. */
export const SourceObject = v.object({ bucket: v.string(), key: v.string(), size: count });

/** What the file itself declares; durationSeconds is missing if the container does not know it (MediaRecorder). */
export const SourceFacts = v.object({
  durationSeconds: v.optional(seconds),
  width: count,
  height: count,
  codec: v.string(),
  rotation: v.picklist([0, 90, 180, 270]),
});
export type SourceFacts = v.InferOutput<typeof SourceFacts>;

/** The object a video was read from, and its facts as far as they are known. */
export const Source = v.object({ ...SourceObject.entries, ...v.partial(SourceFacts).entries });

/**
 * The keys of the previews beside the GIF in the render bucket: a JPEG poster, a short silent MP4, and a storyboard,
 * which is a JPEG of many pictures and a WebVTT track that maps times to its parts.
 */
export const Previews = v.object({
  poster: v.optional(v.string()),
  video: v.optional(v.string()),
  storyboard: v.optional(v.object({ picture: v.string(), track: v.string() })),
});
export type Previews = v.InferOutput<typeof Previews>;

/** Why a picture was taken: it is a key frame, or it best shows an object that came and went. */
export const CaptureKind = v.picklist(['keyframe', 'moment']);
export type CaptureKind = v.InferOutput<typeof CaptureKind>;

/** When something came and went, in seconds, and the frame of the capture that shows it. */
export const Activity = v.object({ start: seconds, end: seconds, frame: v.string() });
export type Activity = v.InferOutput<typeof Activity>;

/** When something moved in front of a stationary camera, and how often it was sampled on average. */
export const Watched = v.object({ activity: v.array(Activity), activityEverySeconds: seconds });
export type Watched = v.InferOutput<typeof Watched>;

const LabelledCapture = v.object({
  frame: v.string(),
  time: seconds,
  kind: v.optional(CaptureKind),
  capture: v.string(),
  sameAs: v.optional(v.string()),
  labels: v.array(Label),
  error: v.optional(VideoError),
});
export type LabelledCapture = v.InferOutput<typeof LabelledCapture>;

/**
 * The versioned contract of `<id>/metadata.json` in the render bucket; the same input produces the same bytes. `labels`
 * has an entry per capture, in order of time: `frame` is its millisecond, `capture` its key in the source bucket. A
 * near-duplicate has `sameAs`, the frame whose picture and labels stand for it. An empty scene outside all `activity`
 * can be the `sameAs` of a moment that shows it too; it then has no labels. `unlabelled` counts the pictures without
 * labels. Late labels replace the object with its next `revision`; the first has none. `camera` and `recorded` are
 * missing if neither the video nor its sender provides them. `activity` exists if the camera was stationary;
 * `activityEverySeconds` is how often it was sampled.
 */
export const Metadata = v.object({
  version: v.literal(1),
  revision: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  id: v.pipe(v.string(), v.uuid()),
  status: v.picklist([1, -1]),
  video: v.string(),
  camera: v.optional(v.string()),
  recorded: v.optional(Known),
  gif: v.optional(v.string()),
  previews: v.optional(Previews),
  source: Source,
  labels: v.array(LabelledCapture),
  ...v.partial(Watched).entries,
  allLabels: v.array(Label),
  timeline: v.array(v.object({ name: v.string(), times: v.array(seconds) })),
  unlabelled: v.optional(count),
  cost: v.object({ images: count, usd: v.pipe(v.number(), v.minValue(0)) }),
  error: v.optional(VideoError),
});
export type Metadata = v.InferOutput<typeof Metadata>;
