import { createHmac } from 'node:crypto';
import { PERSON_ID } from '../../../local/src/messenger/graph-request.ts';

/** The secret of the stage `local`. */
const APP_SECRET = 'local-app-secret';

export const text = (mid: string, words = 'hello') => item({ mid, text: words });
export const video = (mid: string, url: string) =>
  item({ mid, attachments: [{ type: 'video', payload: { url } }] });
export const sticker = (mid: string) =>
  item({ mid, attachments: [{ type: 'image', payload: { url: 'https://a/b', sticker_id: 1 } }] });

const item = (message: object) => ({ sender: { id: PERSON_ID }, message });

/** A webhook event with these messages. */
export const batch = (...messaging: object[]) => ({ object: 'page', entry: [{ messaging }] });

/** Posts to the webhook as Facebook does; `headers` override the defaults. */
export const post = (
  pageUrl: string,
  event: object | string,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const signature = `sha256=${createHmac('sha256', APP_SECRET).update(body).digest('hex')}`;
  const usual = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  return fetch(`${pageUrl}/facebook`, { method: 'POST', body, headers: { ...usual, ...headers } });
};
