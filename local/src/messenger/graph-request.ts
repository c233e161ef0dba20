import * as v from 'valibot';

/** The page that the person writes to. */
export const PAGE_ID = '4711000000000002';

/** The person on the chat page; the Send API knows no other. */
export const PERSON_ID = '4711000000000001';

/** The app, and the same person's app-scoped id, which differs from the page-scoped one. */
export const APP_ID = '4711000000000004';
export const APP_SCOPED_ID = '4711000000000003';

/** https://developers.facebook.com/docs/messenger-platform/reference/send-api */
const MAX_TEXT_LENGTH = 2000;

const Common = {
  recipient: v.object({ id: v.string() }),
  access_token: v.string(),
  appsecret_proof: v.string(),
};

/** https://developers.facebook.com/docs/messenger-platform/send-messages/quick-replies */
const QuickReply = v.strictObject({
  content_type: v.literal('text'),
  title: v.pipe(v.string(), v.maxLength(20)),
  payload: v.pipe(v.string(), v.maxLength(1000)),
});

const Message = v.union([
  v.strictObject({
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TEXT_LENGTH)),
    quick_replies: v.optional(v.pipe(v.array(QuickReply), v.minLength(1), v.maxLength(13))),
  }),
  v.strictObject({
    attachment: v.strictObject({
      type: v.picklist(['image', 'video', 'audio', 'file']),
      payload: v.object({ url: v.pipe(v.string(), v.url()), is_reusable: v.optional(v.boolean()) }),
    }),
  }),
]);

/** The Send API requests that this bot uses. */
export const SendRequest = v.union([
  v.object({
    ...Common,
    messaging_type: v.picklist(['RESPONSE', 'UPDATE']),
    message: Message,
  }),
  v.object({ ...Common, sender_action: v.picklist(['mark_seen', 'typing_on', 'typing_off']) }),
]);
export type SendRequest = v.InferOutput<typeof SendRequest>;

/** An error in the Graph API's words. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly code: number;
  readonly subcode: number;

  constructor(message: string, code: number, subcode = 0) {
    super(message);
    this.code = code;
    this.subcode = subcode;
  }
}
