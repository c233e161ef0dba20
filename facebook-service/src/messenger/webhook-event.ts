import { formatOfName } from '@video-service/shared/video-formats';
import { v5 as uuidV5 } from 'uuid';
import * as v from 'valibot';
import { deletionStepOf } from './deletion-words.ts';
import type { Incoming } from './incoming.ts';

const NAMESPACE = '0a1d3c52-8d2e-5f0b-a6a5-6a3b0c1f7e9d';
const DAY_MS = 86_400_000;

// A reel arrives as a video, unless Messenger provides only the address of its page.
const VIDEO_TYPES = new Set(['video', 'reel', 'ig_reel']);

/** The readable items of a list; none if it is not a list. */
const listOf = <Item>(item: v.GenericSchema<unknown, Item>) =>
  v.pipe(
    v.fallback(v.array(v.unknown()), []),
    v.transform((given) => given.flatMap((each) => parsed(item, each))),
  );
const parsed = <Item>(schema: v.GenericSchema<unknown, Item>, given: unknown): Item[] => {
  const result = v.safeParse(schema, given);
  return result.success ? [result.output] : [];
};

const WithId = v.object({ id: v.string() });
const WithUrl = v.object({ url: v.string() });

// Whatever else an attachment may be, it is one.
const Attachment = v.fallback(
  v.object({
    type: v.string(),
    payload: v.fallback(v.nullable(WithUrl), null),
  }),
  { type: 'unknown', payload: null },
);

const Message = v.object({
  mid: v.string(),
  is_echo: v.fallback(v.boolean(), false),
  text: v.fallback(v.string(), ''),
  quick_reply: v.fallback(v.nullable(v.object({ payload: v.string() })), null),
  attachments: listOf(Attachment),
});
type Message = v.InferOutput<typeof Message>;

const Messaging = v.object({
  sender: WithId,
  recipient: v.fallback(v.nullable(WithId), null),
  timestamp: v.fallback(v.number(), Date.now),
  message: v.fallback(v.nullable(Message), null),
  postback: v.fallback(v.nullable(v.looseObject({})), null),
});
type Messaging = v.InferOutput<typeof Messaging>;

const WebhookEvent = v.object({
  object: v.literal('page'),
  entry: listOf(v.object({ messaging: listOf(Messaging) })),
});

/**
 * Every message in a webhook event that needs an answer. Echoes, deliveries, reads, events of other objects than pages,
 * and anything unknown need none and do not affect others. A message has the same ids however often it arrives, and so
 * do all hints of a kind to a person on a day.
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
 */
export const incomingIn = (event: unknown): Incoming[] => {
  const items = parsed(WebhookEvent, event).flatMap(({ entry }) => entry);
  const incoming = items.flatMap(({ messaging }) => messaging).flatMap(answerable);
  return [...new Map(incoming.map((each) => [each.id, each])).values()];
};

const answerable = (item: Messaging): Incoming[] => {
  const { message, postback } = item;
  if (message?.is_echo) return [];
  const videos = message ? videosIn(message, item) : [];
  if (videos.length > 0) return videos;
  if (message && message.attachments.length > 0) return [hint('attachment', item)];
  const step = message && deletionStepIn(message);
  if (message && step)
    return [{ kind: 'deletion', step, id: idOf(message.mid), ...partiesOf(item) }];
  return message || postback ? [hint('text', item)] : [];
};

const deletionStepIn = ({ text, quick_reply }: Message) =>
  deletionStepOf(quick_reply?.payload ?? text);

const videosIn = ({ mid, attachments }: Message, item: Messaging): Incoming[] =>
  attachments.flatMap(({ type, payload }, index): Incoming[] =>
    payload && isVideo(type, payload.url)
      ? [{ kind: 'video', id: idOf(mid, index), url: payload.url, ...partiesOf(item) }]
      : [],
  );

// Videos that Messenger's apps cannot play arrive as files.
const isVideo = (type: string, url: string) =>
  VIDEO_TYPES.has(type) ||
  (type === 'file' && formatOfName(URL.parse(url)?.pathname ?? '') !== undefined);

const hint = (kind: 'text' | 'attachment', item: Messaging): Incoming => {
  const day = Math.floor(item.timestamp / DAY_MS);
  return { kind, id: idOf(item.sender.id, kind, day), ...partiesOf(item) };
};

const partiesOf = ({ sender, recipient }: Messaging) => ({
  sender: sender.id,
  ...(recipient && { page: recipient.id }),
});

const idOf = (...parts: (string | number)[]) => uuidV5(JSON.stringify(parts), NAMESPACE);
