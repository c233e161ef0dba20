import type { SourceVideo } from './messages.ts';
import { Previews, Source, VideoError, Watched } from './metadata.ts';
import { Known } from './recording/recorded.ts';
import * as v from 'valibot';

/** The states of a session, as in metadata.json. */
export const PROCESSING = 0;
export const READY = 1;
export const FAILED = -1;

/**
 * The rendering of one video so far: `gif` is its key, `previews` the keys of the other previews, `captures` the number
 * of frames to label, `pictures` which ones (missing in rows of earlier versions), `labelled` which of them are done.
 * `relabelled` counts labels that arrived after the session was closed, `restarted` means that rendering was restarted;
 * `activity` is when something moved.
 */
export const Session = v.object({
  id: v.string(),
  status: v.picklist([PROCESSING, READY, FAILED]),
  source: v.object({ ...Source.entries, etag: v.optional(v.string()) }),
  camera: v.optional(v.string()),
  recorded: v.optional(Known),
  gif: v.optional(v.string()),
  previews: v.optional(Previews),
  captures: v.optional(v.number()),
  pictures: v.optional(v.set(v.string())),
  ...v.partial(Watched).entries,
  labelled: v.optional(v.set(v.string()), () => new Set<string>()),
  error: v.optional(VideoError),
  restarted: v.optional(v.boolean()),
  relabelled: v.optional(v.number()),
  createdAt: v.string(),
  updatedAt: v.optional(v.string()),
});
export type Session = v.InferOutput<typeof Session>;

/** Whether a session renders exactly this object of the key. Rows of earlier versions have no eTag and match any. */
export const isSourceOf = (
  { source }: Session,
  { bucket, key, size, etag = source.etag }: Omit<SourceVideo, 'id'>,
) =>
  source.bucket === bucket &&
  source.key === key &&
  source.size === size &&
  (source.etag ?? etag) === etag;

/** Whether a capture is one of those that the session labels; until they are chosen, its row decides. */
export const isPicture = (
  { pictures }: Session,
  { frame, sameAs }: { frame: string; sameAs?: string | undefined },
) => pictures?.has(frame) ?? sameAs === undefined;

/** The first thing that a session still waits for; undefined if it is complete. */
export const missingIn = ({ gif, captures, pictures, labelled }: Session) => {
  if (gif === undefined) return 'gif';
  if (captures === undefined) return 'captures';
  // An earlier try may have labelled frames that were not chosen in the end: they do not count.
  const isLabelled = pictures
    ? pictures.values().every((frame) => labelled.has(frame))
    : labelled.size >= captures;
  return isLabelled ? undefined : 'labels';
};

/** What a completed stage adds to its session. */
export type Mark = 'gif' | 'captures';

/** The marks of a stage: once they are set, a late duplicate of it cannot fail the video. */
export const marksOf = (stage: VideoError['stage']): Mark[] => MARKS[stage] ?? [];

/** The stages that cannot have failed once this mark is set. */
export const stagesMarkedBy = (mark: Mark): string[] =>
  Object.entries(MARKS).flatMap(([stage, marks]) => (marks.includes(mark) ? stage : []));

const MARKS: Partial<Record<VideoError['stage'], Mark[]>> = {
  session: ['gif', 'captures'],
  gif: ['gif'],
  captures: ['captures'],
};
