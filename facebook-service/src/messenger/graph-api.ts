import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { NotSent } from './not-sent.ts';
import { outcomeOf, outcomeWithoutAnswer, type SendOutcome } from './send-outcome.ts';

const SEND_TIMEOUT_MS = 8_000;
const ASK_TIMEOUT_MS = 3_000;

const Page = v.object({ id: v.string() });

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

export type GraphApi = ReturnType<typeof createGraphApi>;

/** Sends as the page; neither errors nor outcomes ever hold the token. */
export const createGraphApi = (options: GraphApiOptions) => {
  const me = `${options.baseUrl}/${options.version}/me`;
  const url = `${me}/messages`;
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
    }).catch(outcomeWithoutAnswer);
    return response instanceof Response ? outcomeOf(response, options.pageToken) : response;
  };

  return {
    send: (recipient: string, message: OutgoingMessage) =>
      post({
        recipient: { id: recipient },
        messaging_type: 'RESPONSE',
        message: asMessage(message),
      }),

    /** The id of the page whose token we have; undefined when nobody says. */
    pageId: async (): Promise<string | undefined> => {
      const query = new URLSearchParams({ fields: 'id', appsecret_proof });
      const response = await fetch(`${me}?${query.toString()}`, {
        headers: { authorization: `Bearer ${options.pageToken}` },
        signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
        redirect: 'error',
      }).catch(() => undefined);
      const page = v.safeParse(Page, await response?.json().catch(() => undefined));
      return page.success ? page.output.id : undefined;
    },

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
