import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PAGE_ID, PERSON_ID } from './graph-request.ts';

const TRIES = 5;
/** https://developers.facebook.com/docs/messenger-platform/webhooks */
const TIMEOUT_MS = 5_000;

/** A file from the person, which Messenger has stored at the URL. */
export type Attachment = { type: 'image' | 'video' | 'audio' | 'file'; payload: { url: string } };

/** A message from the person. */
export type PersonMessage = { text: string } | { attachments: Attachment[] };

/**
 * Calls the bot's webhook as Facebook does: signed with the app's secret, and retried until it is accepted. Throws if
 * it is not.
 */
export const sendWebhook = async (
  webhookUrl: string,
  appSecret: string,
  message: PersonMessage,
): Promise<void> => {
  const body = JSON.stringify(eventOf(message));
  const signature = createHmac('sha256', appSecret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-hub-signature-256': `sha256=${signature}`,
  };
  for (let tries = 1; ; tries += 1) {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(webhookUrl, { method: 'POST', headers, body, signal }).catch(
      () => undefined,
    );
    if (response?.ok) return;
    if (tries === TRIES) throw new Error(`the webhook answered ${response?.status ?? 'nothing'}`);
    await sleep(250 * 2 ** tries);
  }
};

const eventOf = (said: PersonMessage) => {
  const now = Date.now();
  const message = { mid: `m_${randomUUID()}`, ...said };
  const messaging = [
    { sender: { id: PERSON_ID }, recipient: { id: PAGE_ID }, timestamp: now, message },
  ];
  return { object: 'page', entry: [{ id: PAGE_ID, time: now, messaging }] };
};
