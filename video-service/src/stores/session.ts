import { Previews, SourceFacts, VideoError } from '@video-service/shared/metadata';
import * as v from 'valibot';

/** The states of a session, as in metadata.json. */
export const PROCESSING = 0;
export const READY = 1;
export const FAILED = -1;

/**
 * The rendering of one video so far: `gif` is its key, `previews` those of what lies beside it, `captures` how many frames are to be labelled,
 * `labelled` which of them are.
 */
export const Session = v.object({
  id: v.string(),
  status: v.picklist([PROCESSING, READY, FAILED]),
  source: v.object({
    bucket: v.string(),
    key: v.string(),
    size: v.number(),
    ...v.partial(SourceFacts).entries,
  }),
  gif: v.optional(v.string()),
  previews: v.optional(Previews),
  captures: v.optional(v.number()),
  labelled: v.optional(v.set(v.string()), () => new Set<string>()),
  error: v.optional(VideoError),
  createdAt: v.string(),
});
export type Session = v.InferOutput<typeof Session>;

/** The first thing that a session still waits for; undefined when it has all. */
export const missingIn = ({ gif, captures, labelled }: Session) => {
  if (gif === undefined) return 'gif';
  if (captures === undefined) return 'captures';
  return labelled.size < captures ? 'labels' : undefined;
};

/** What a stage leaves behind when it is done: after that a late duplicate of it cannot fail the video. */
export const marksOf = (stage: VideoError['stage']): (keyof Session)[] => MARKS[stage] ?? [];

const MARKS: Partial<Record<VideoError['stage'], (keyof Session)[]>> = {
  session: ['gif', 'captures'],
  gif: ['gif'],
  captures: ['captures'],
};
