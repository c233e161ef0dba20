import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { NotSent } from './not-sent.ts';

const SEND_TIMEOUT_MS = 8_000;

/** Where the Send API is, and who we are to it. */
export type GraphApiOptions = {
  baseUrl: string;
  version: string;
  pageToken: string;
  appSecret: string;
};

/** What a page can send to a person. */
export type OutgoingMessage = { text: string } | { imageUrl: string };
type SenderAction = 'mark_seen' | 'typing_on';

/**
 * What became of a message: refused messages will never be taken, and of an unknown one nobody can say
 * whether the person got it.
 */
export type SendOutcome =
  | { result: 'sent' | 'unknown' }
  | { result: 'refused'; code: number; subcode: number; reason: string };

export type GraphApi = ReturnType<typeof createGraphApi>;

/** Sends as the page; neither errors nor outcomes ever hold the token. */
export const createGraphApi = (options: GraphApiOptions) => {
  const url = `${options.baseUrl}/${options.version}/me/messages`;
  const appsecret_proof = createHmac('sha256', options.appSecret)
    .update(options.pageToken)
    .digest('hex');

  const post = async (body: object): Promise<SendOutcome> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, access_token: options.pageToken, appsecret_proof }),
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      redirect: 'error',
    }).catch(lostOrRefused);
    return response instanceof Response ? outcomeOf(response, options.pageToken) : response;
  };

  return {
    send: (recipient: string, message: OutgoingMessage) =>
      post({
        recipient: { id: recipient },
        messaging_type: 'RESPONSE',
        message: asMessage(message),
      }),

    /** Shows the person that we saw the message, or that an answer is under way; nothing hangs on it. */
    show: async (recipient: string, sender_action: SenderAction): Promise<void> => {
      try {
        await post({ recipient: { id: recipient }, sender_action });
      } catch (error) {
        if (!(error instanceof NotSent)) throw error;
      }
    },
  };
};

const asMessage = (message: OutgoingMessage) =>
  'text' in message
    ? message
    : { attachment: { type: 'image', payload: { url: message.imageUrl, is_reusable: false } } };

const GraphError = v.object({
  error: v.object({
    message: v.string(),
    code: v.number(),
    error_subcode: v.optional(v.number(), 0),
  }),
});

// https://developers.facebook.com/docs/messenger-platform/error-codes
const TEMPORARY_CODES = new Set([1200, 2, 4, 17, 32, 341, 613]);
const EXPIRED_TOKEN = 190;

const outcomeOf = async (response: Response, pageToken: string): Promise<SendOutcome> => {
  if (response.ok) {
    // An unread body would keep its connection.
    await response.body?.cancel();
    return { result: 'sent' };
  }
  const parsed = v.safeParse(GraphError, await response.json().catch(() => undefined));
  if (!parsed.success) throw new NotSent(`the Send API answered ${response.status}`);
  const { code, error_subcode: subcode, message } = parsed.output.error;
  // Facebook quotes what it was given.
  const reason = message.replaceAll(pageToken, '…');
  if (code === EXPIRED_TOKEN) {
    throw new NotSent(
      'the page access token is expired or revoked (code 190): make a new one and deploy again',
    );
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

const lostOrRefused = (error: unknown): SendOutcome => {
  if (v.is(Unconnected, error)) {
    throw new NotSent(`the Send API cannot be reached (${error.cause.code})`);
  }
  return { result: 'unknown' };
};
