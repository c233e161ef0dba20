import type { Incoming } from '../../messenger/incoming.ts';
import { isSigned } from '../../messenger/signature.ts';
import { incomingIn } from '../../messenger/webhook-event.ts';

export type ReceiveWebhookPorts = { enqueue: (incoming: Incoming) => Promise<void> };

/** A webhook request: the raw body as it was signed, and the X-Hub-Signature-256 header. */
export type WebhookRequest = { body: Buffer; signature: string };

export type Received = { enqueued: Incoming[] } | 'unsigned';

/**
 * Publishes every message that needs an answer to the download topic. Nothing is stored here: a repeated batch is
 * enqueued again, under the same ids.
 */
export const receiveWebhook = async (
  { body, signature }: WebhookRequest,
  appSecret: string,
  { enqueue }: ReceiveWebhookPorts,
): Promise<Received> => {
  if (!isSigned(body, signature, appSecret)) return 'unsigned';
  const enqueued = incomingIn(parse(body));
  await Promise.all(enqueued.map(enqueue));
  return { enqueued };
};

// Facebook unsubscribes a webhook that refuses a signed event, whatever it contains.
const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
};
