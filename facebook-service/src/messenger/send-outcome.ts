import * as v from 'valibot';
import { NotSent } from './not-sent.ts';

/**
 * What became of a message: refused messages will never be taken, and of an unknown one nobody can say
 * whether the person got it.
 */
export type SendOutcome =
  | { result: 'sent' | 'unknown' }
  | { result: 'refused'; code: number; subcode: number; reason: string };

const GraphError = v.object({
  error: v.object({
    message: v.string(),
    code: v.number(),
    error_subcode: v.optional(v.number(), 0),
  }),
});

// https://developers.facebook.com/docs/messenger-platform/error-codes, and the rate limits of Messenger (80006).
const TEMPORARY_CODES = new Set([2, 4, 17, 32, 341, 613, 1200, 80006]);
const PAGE_RESTRICTED_FOR_NOW = 1893063;
const EXPIRED_TOKEN = 190;

/** What the Send API's answer says; throws NotSent for what may go better later. */
export const outcomeOf = async (response: Response, pageToken: string): Promise<SendOutcome> => {
  if (response.ok) {
    // An unread body would keep its connection.
    await response.body?.cancel();
    return { result: 'sent' };
  }
  const parsed = v.safeParse(GraphError, await response.json().catch(() => undefined));
  if (!parsed.success) throw new NotSent(`the Send API returned ${response.status}`);
  const { code, error_subcode: subcode, message } = parsed.output.error;
  // Facebook quotes what it was given: our token, and links to what only this person is to see.
  const reason = message.replaceAll(pageToken, '…').replaceAll(/https?:\/\/\S+/gu, '…');
  if (code === EXPIRED_TOKEN) {
    throw new NotSent(
      'the page access token is expired or revoked (code 190): generate a new one and deploy again',
    );
  }
  if (subcode === PAGE_RESTRICTED_FOR_NOW) {
    throw new NotSent(`the page may not send for now (code ${code}): ${reason}`);
  }
  if (response.status >= 500 || response.status === 429 || TEMPORARY_CODES.has(code)) {
    throw new NotSent(`the Send API is busy (code ${code}): ${reason}`);
  }
  return { result: 'refused', code, subcode, reason };
};

// Before the connection stands nothing can have been sent; after it, nobody knows.
const UNCONNECTED = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
] as const;

const Unconnected = v.object({ cause: v.object({ code: v.picklist(UNCONNECTED) }) });

/** What became of a message to which there was no answer; throws NotSent when it surely did not leave. */
export const outcomeWithoutAnswer = (error: unknown): SendOutcome => {
  if (v.is(Unconnected, error)) {
    throw new NotSent(`the Send API cannot be reached (${error.cause.code})`);
  }
  return { result: 'unknown' };
};
