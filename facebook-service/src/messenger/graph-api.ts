import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { NotSent } from './not-sent.ts';
import { outcomeOf, outcomeWithoutAnswer, type SendOutcome } from './send-outcome.ts';

const SEND_TIMEOUT_MS = 8_000;
const ASK_TIMEOUT_MS = 3_000;

const Page = v.object({ id: v.string() });
const App = v.object({ id: v.string() });
const PageIds = v.object({ data: v.array(v.object({ id: v.string() })) });

/** Where the Send API is, and how we identify ourselves. */
export type GraphApiOptions = {
  baseUrl: string;
  version: string;
  pageToken: string;
  appSecret: string;
};

/** The messages that a page can send to a person. */
export type OutgoingMessage = { text: string; replies?: QuickReply[] } | { imageUrl: string };

/** A button below a message, and the payload it sends us. */
type QuickReply = { title: string; payload: string };
type SenderAction = 'mark_seen' | 'typing_on';

export type GraphApi = ReturnType<typeof createGraphApi>;

/** Sends as the page; neither errors nor outcomes ever contain the token. */
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

  // Undefined if Facebook answers that there is none for us.
  const ask = async <Schema extends v.GenericSchema>(
    path: string,
    token: string,
    schema: Schema,
  ): Promise<v.InferOutput<Schema> | undefined> => {
    const proof = createHmac('sha256', options.appSecret).update(token).digest('hex');
    const query = new URLSearchParams({ appsecret_proof: proof });
    const response = await fetch(
      `${options.baseUrl}/${options.version}/${path}?${query.toString()}`,
      {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
        redirect: 'error',
      },
    ).catch(() => undefined);
    if (!response || response.status >= 500) throw new Error('The Graph API did not respond');
    const answer = v.safeParse(schema, await response.json().catch(() => undefined));
    return answer.success ? answer.output : undefined;
  };

  return {
    send: (recipient: string, message: OutgoingMessage) =>
      post({
        recipient: { id: recipient },
        messaging_type: 'RESPONSE',
        message: asMessage(message),
      }),

    /** The id of the page of our token; undefined if nobody knows. */
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

    /**
     * A person's page-scoped ids for our page, by their app-scoped id. Facebook returns them only if page and app
     * belong to the same business. Throws if Facebook cannot be asked.
     * https://developers.facebook.com/docs/facebook-login/guides/map-users
     */
    async pageScopedIds(appScopedId: string): Promise<string[]> {
      const app = await ask('app', options.pageToken, App);
      if (!app) return [];
      const path = `${encodeURIComponent(appScopedId)}/ids_for_pages`;
      const found = await ask(path, `${app.id}|${options.appSecret}`, PageIds);
      return found?.data.map(({ id }) => id) ?? [];
    },

    /** Shows the person that we have seen the message or are writing an answer; failures are ignored. */
    show: async (recipient: string, sender_action: SenderAction): Promise<void> => {
      try {
        await post({ recipient: { id: recipient }, sender_action });
      } catch (error) {
        if (!(error instanceof NotSent)) throw error;
      }
    },
  };
};

const asMessage = (message: OutgoingMessage) => {
  if ('imageUrl' in message)
    return {
      attachment: { type: 'image', payload: { url: message.imageUrl, is_reusable: false } },
    };
  const { text, replies } = message;
  const quick_replies = replies?.map((reply) => ({ content_type: 'text', ...reply }));
  return { text, ...(quick_replies && { quick_replies }) };
};
