import { InvalidInput } from '@video-service/shared/errors';
import { v5 as uuidV5 } from 'uuid';
import * as v from 'valibot';
import type { Incoming } from './incoming.ts';

const NAMESPACE = '0a1d3c52-8d2e-5f0b-a6a5-6a3b0c1f7e9d';

// Videos that Messenger's apps do not play come as files.
const VIDEO_FILE = /\.(?:3gp|avi|m4v|mkv|mov|mp4|mpe?g|webm|wmv)$/iu;

const WebhookEvent = v.object({
  object: v.string(),
  entry: v.array(v.object({ messaging: v.optional(v.array(v.unknown()), []) })),
});

const Attachment = v.object({
  type: v.string(),
  payload: v.nullish(v.object({ url: v.nullish(v.string()) })),
});

const Message = v.object({
  mid: v.string(),
  is_echo: v.optional(v.boolean(), false),
  attachments: v.optional(v.array(Attachment), []),
});
type Message = v.InferOutput<typeof Message>;

const Messaging = v.object({
  sender: v.object({ id: v.string() }),
  message: v.optional(Message),
  postback: v.optional(v.object({ mid: v.string() })),
});

/**
 * Everything in a page's webhook event that wants an answer. Echoes, deliveries and reads want none, nor
 * does an item of a kind we do not know; the same message has the same ids however often it comes.
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
 */
export const incomingIn = (event: unknown): Incoming[] => {
  const page = v.safeParse(WebhookEvent, event);
  if (!page.success) throw notForUs('The body is not a Messenger event.');
  if (page.output.object !== 'page') throw notForUs('The event is not of a page.');
  return page.output.entry.flatMap(({ messaging }) => messaging).flatMap(answerable);
};

const answerable = (item: unknown): Incoming[] => {
  const parsed = v.safeParse(Messaging, item);
  if (!parsed.success) return [];
  const { sender, message, postback } = parsed.output;
  if (postback) return [{ kind: 'text', id: idOf(postback.mid), sender: sender.id }];
  return message && !message.is_echo ? inMessage(message, sender.id) : [];
};

const inMessage = ({ mid, attachments }: Message, sender: string): Incoming[] => {
  const videos = attachments.flatMap(({ type, payload }, index): Incoming[] =>
    payload?.url && isVideo(type, payload.url)
      ? [{ kind: 'video', id: idOf(mid, index), sender, url: payload.url }]
      : [],
  );
  if (videos.length > 0) return videos;
  return [{ kind: attachments.length > 0 ? 'attachment' : 'text', id: idOf(mid), sender }];
};

const isVideo = (type: string, url: string) =>
  type === 'video' || (type === 'file' && VIDEO_FILE.test(URL.parse(url)?.pathname ?? ''));

const idOf = (mid: string, index = 0) => uuidV5(JSON.stringify([mid, index]), NAMESPACE);

const notForUs = (message: string) =>
  new InvalidInput({
    stage: 'upload',
    code: 'UNKNOWN_EVENT',
    message,
    hint: 'Subscribe the webhook to the "messages" field of a Facebook page.',
  });
