import * as v from 'valibot';

const common = {
  id: v.pipe(v.string(), v.uuid()),
  sender: v.string(),
  /** The page it was sent to. */
  page: v.optional(v.string()),
};

/** One thing a person sent that wants an answer; the message of the download topic. */
export const Incoming = v.variant('kind', [
  v.object({ ...common, kind: v.literal('video'), url: v.string() }),
  v.object({ ...common, kind: v.literal('text') }),
  v.object({ ...common, kind: v.literal('attachment') }),
  /** The person wants all of their videos deleted, or says yes to that. */
  v.object({ ...common, kind: v.literal('deletion'), step: v.picklist(['ask', 'confirm']) }),
  /** Facebook says so for them; `sender` is the person's id for the app, not for the page. */
  v.object({ ...common, kind: v.literal('data-deletion') }),
]);
export type Incoming = v.InferOutput<typeof Incoming>;
