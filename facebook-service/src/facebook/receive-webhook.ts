import { InvalidInput } from '@video-service/shared/errors';
import type { Incoming } from '../messenger/incoming.ts';
import { isSigned } from '../messenger/signature.ts';
import { incomingIn } from '../messenger/webhook-event.ts';

export type ReceiveWebhookPorts = { enqueue: (incoming: Incoming) => Promise<void> };

/** A webhook request: the raw body as it was signed, and the X-Hub-Signature-256 header. */
export type WebhookRequest = { body: Buffer; signature: string };

export type Received = { enqueued: Incoming[] } | 'unsigned' | InvalidInput;

/**
 * Puts everything that wants an answer on the download topic. Nothing is remembered here: a batch that comes
 * again is enqueued again, under the same ids.
 */
export const receiveWebhook = async (
  { body, signature }: WebhookRequest,
  appSecret: string,
  { enqueue }: ReceiveWebhookPorts,
): Promise<Received> => {
  if (!isSigned(body, signature, appSecret)) return 'unsigned';
  const incoming = incomingOf(body);
  if (incoming instanceof InvalidInput) return incoming;
  await Promise.all(incoming.map(enqueue));
  return { enqueued: incoming };
};

const incomingOf = (body: Buffer): Incoming[] | InvalidInput => {
  try {
    return incomingIn(JSON.parse(body.toString()));
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    if (!(error instanceof SyntaxError)) throw error;
    return malformed(error);
  }
};

const malformed = (cause: SyntaxError) =>
  new InvalidInput(
    {
      stage: 'upload',
      code: 'MALFORMED_JSON',
      message: 'The body is not JSON.',
      hint: 'Send the event as Facebook does.',
    },
    { cause },
  );
