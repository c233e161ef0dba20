import {
  CaptureKind,
  Label,
  Metadata,
  Source,
  VideoError,
  Watched,
} from '@video-service/shared/metadata';
import * as v from 'valibot';

/** A capture as the page shows it; without `labels` it is still waiting for them. */
export const CaptureView = v.object({
  frame: v.string(),
  time: v.number(),
  kind: v.optional(CaptureKind),
  captureUrl: v.optional(v.string()),
  sameAs: v.optional(v.string()),
  labels: v.optional(v.array(Label)),
  error: v.optional(VideoError),
});
export type CaptureView = v.InferOutput<typeof CaptureView>;

/**
 * Links to the previews beside the GIF. The storyboard's link leads to this API, which signs the pictures in the track.
 */
export const PreviewLinks = v.object({
  posterUrl: v.optional(v.string()),
  previewUrl: v.optional(v.string()),
  storyboardUrl: v.optional(v.string()),
});
export type PreviewLinks = v.InferOutput<typeof PreviewLinks>;

/** A session as `GET /metadata/{session}` returns it, with all results so far. Links are short-lived. */
export const SessionView = v.object({
  id: v.string(),
  status: v.picklist([0, 1, -1]),
  message: v.string(),
  file: v.string(),
  camera: Metadata.entries.camera,
  recorded: Metadata.entries.recorded,
  gifUrl: v.optional(v.string()),
  ...PreviewLinks.entries,
  chaptersUrl: v.optional(v.string()),
  videoUrl: v.optional(v.string()),
  metadataUrl: v.optional(v.string()),
  labels: v.array(CaptureView),
  allLabels: v.array(Label),
  timeline: Metadata.entries.timeline,
  ...v.partial(Watched).entries,
  source: v.optional(Source),
  cost: v.optional(Metadata.entries.cost),
  error: v.optional(VideoError),
});
export type SessionView = v.InferOutput<typeof SessionView>;

/** The pseudo-session that the owner's pages subscribe to for changes to all videos. */
export const LIBRARY = 'library';

/** The WebSocket's messages about a session; after `done` its result can be fetched. */
export const StepView = v.variant('step', [
  v.object({
    session: v.string(),
    step: v.literal('gif'),
    gifUrl: v.string(),
    ...PreviewLinks.entries,
  }),
  v.object({
    session: v.string(),
    step: v.literal('captures'),
    captures: v.array(CaptureView),
  }),
  v.object({
    session: v.string(),
    step: v.literal('label'),
    frame: v.string(),
    labels: v.array(Label),
  }),
  v.object({ session: v.string(), step: v.literal('done') }),
  /** The video and everything derived from it are gone. */
  v.object({ session: v.string(), step: v.literal('deleted') }),
  /** The WebSocket's messages to the owner's pages about the library. */
  v.object({
    session: v.literal(LIBRARY),
    step: v.literal('changed'),
    id: v.string(),
    state: v.picklist(['processing', 'ready', 'failed', 'deleted']),
  }),
]);
export type StepView = v.InferOutput<typeof StepView>;

/** What the page needs to know about its deployment. */
export const PageConfig = v.object({
  webSocketUrl: v.string(),
  maxBytes: v.number(),
  sample: v.optional(v.string()),
});
export type PageConfig = v.InferOutput<typeof PageConfig>;
