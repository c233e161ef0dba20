import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { ChatLog } from './chat-log.ts';
import {
  APP_ID,
  APP_SCOPED_ID,
  GraphError,
  PAGE_ID,
  PERSON_ID,
  SendRequest,
} from './graph-request.ts';
import type { MediaStore } from './media-store.ts';

/** Messenger accepts images of these types, up to 8 MB. */
const IMAGE_TYPE = /^image\/(?:gif|jpeg|png)$/;
const MAX_IMAGE_BYTES = 8_000_000;
const FETCH_TIMEOUT_MS = 10_000;

export type GraphPorts = {
  secrets: { pageToken: string; appSecret: string };
  log: Pick<ChatLog, 'add'>;
  media: Pick<MediaStore, 'saveBytes'>;
  showAction: (action: string) => void;
};

/**
 * Messenger's Send API, and the page's identity. Makes the same checks as the real one, fetches images, and shows the
 * messages in the chat. Throws GraphError for what the real one refuses.
 */
export const createGraphApi = ({ secrets, log, media, showAction }: GraphPorts) => {
  const proof = createHmac('sha256', secrets.appSecret).update(secrets.pageToken).digest('hex');

  const send = async (body: unknown) => {
    const parsed = v.safeParse(SendRequest, body);
    checkToken(body, secrets.pageToken);
    if (!parsed.success) throw new GraphError(`(#100) ${v.summarize(parsed.issues)}`, 100);
    const request = parsed.output;
    checkProof(request.appsecret_proof, proof);
    if (request.recipient.id !== PERSON_ID) {
      throw new GraphError('(#100) No matching user found', 100, 2018001);
    }
    if ('sender_action' in request) {
      showAction(request.sender_action);
      return { recipient_id: PERSON_ID };
    }
    const { id } = log.add({ from: 'bot', ...(await contentOf(request.message, media)) });
    return { recipient_id: PERSON_ID, message_id: `m_${id}` };
  };

  const describePage = (token: string, givenProof: string | null) => {
    checkToken({ access_token: token }, secrets.pageToken);
    checkProof(givenProof, proof);
    return { id: PAGE_ID };
  };
  const describeApp = (token: string) => {
    checkToken({ access_token: token }, secrets.pageToken);
    return { id: APP_ID };
  };

  const idsForPages = (user: string, token: string) => {
    if (token !== `${APP_ID}|${secrets.appSecret}`)
      throw new GraphError('Invalid OAuth access token.', 190);
    return { data: user === APP_SCOPED_ID ? [{ id: PERSON_ID, page: { id: PAGE_ID } }] : [] };
  };
  return { send, describePage, describeApp, idsForPages };
};

// The token is checked first: without it, a caller learns nothing about the rest.
const checkToken = (body: unknown, pageToken: string) => {
  if (!v.is(v.object({ access_token: v.literal(pageToken) }), body)) {
    throw new GraphError('Invalid OAuth access token.', 190);
  }
};

const checkProof = (given: string | null, proof: string) => {
  if (given === proof) return;
  throw new GraphError('Invalid appsecret_proof provided in the API argument', 100);
};

type Message = Extract<SendRequest, { message: unknown }>['message'];

const contentOf = async (message: Message, media: GraphPorts['media']) => {
  if ('text' in message) return { text: message.text };
  const { type, payload } = message.attachment;
  if (type !== 'image') throw new GraphError(`(#100) The chat cannot show a ${type}`, 100);
  const response = await fetch(payload.url, {
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  }).catch(() => undefined);
  const contentType = response?.headers.get('content-type') ?? '';
  if (!response?.ok || !IMAGE_TYPE.test(contentType)) {
    throw new GraphError('(#100) Failed to fetch the file from the url', 100, 2018008);
  }
  const bytes = Buffer.from(await response.arrayBuffer());
  if (bytes.length > MAX_IMAGE_BYTES) {
    throw new GraphError('(#100) Attachment size exceeds allowable limit', 100, 2018047);
  }
  return { image: await media.saveBytes(bytes, contentType) };
};
