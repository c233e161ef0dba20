import * as v from 'valibot';

const common = {
  id: v.pipe(v.string(), v.uuid()),
  sender: v.string(),
  /** The page it was sent to. */
  page: v.optional(v.string()),
};

/** A message from a person that needs an answer: the message of the download topic. */
export const Incoming = v.variant('kind', [
  v.object({ ...common, kind: v.literal('video'), url: v.string() }),
  v.object({ ...common, kind: v.literal('text') }),
  v.object({ ...common, kind: v.literal('attachment') }),
  /** The person asks for all their videos to be deleted, or confirms that. */
  v.object({ ...common, kind: v.literal('deletion'), step: v.picklist(['ask', 'confirm']) }),
  /** Facebook asks on their behalf; `sender` is the app-scoped id, not the page-scoped one. */
  v.object({ ...common, kind: v.literal('data-deletion') }),
]);
export type Incoming = v.InferOutput<typeof Incoming>;
