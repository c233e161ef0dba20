import * as v from 'valibot';
import { NotSent } from './not-sent.ts';

/** The outcome of a message: a refused one will never be accepted, and an unknown one may or may not have arrived. */
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

/** The outcome in the Send API's response; throws NotSent for errors that a retry can fix. */
export const outcomeOf = async (response: Response, pageToken: string): Promise<SendOutcome> => {
  if (response.ok) {
    // An unread body would hold its connection open.
    await response.body?.cancel();
    return { result: 'sent' };
  }
  const parsed = v.safeParse(GraphError, await response.json().catch(() => undefined));
  if (!parsed.success) throw new NotSent(`the Send API returned ${response.status}`);
  const { code, error_subcode: subcode, message } = parsed.output.error;
  // Facebook quotes the request: our token, and links that only this person may see.
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

// Before the connection is established nothing can have been sent; afterwards, nobody knows.
const UNCONNECTED = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
] as const;

const Unconnected = v.object({ cause: v.object({ code: v.picklist(UNCONNECTED) }) });

/** The outcome of a message without a response; throws NotSent if it definitely was not sent. */
export const outcomeWithoutAnswer = (error: unknown): SendOutcome => {
  if (v.is(Unconnected, error)) {
    throw new NotSent(`the Send API cannot be reached (${error.cause.code})`);
  }
  return { result: 'unknown' };
};
