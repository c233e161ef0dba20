import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import { serve } from '@video-service/shared/testing/serve';

const Request = v.object({
  message: v.optional(
    v.union([
      v.object({ text: v.string() }),
      v.object({ attachment: v.object({ payload: v.object({ url: v.string() }) }) }),
    ]),
  ),
});

/** A response with which Facebook refuses a message. */
export type Refusal = { status: number; code: number; subcode?: number; message?: string };

/**
 * A proxy between the bot and Messenger's Send API. It records every message that gets through, in order: texts
 * literally and pictures by their file name. `refuse` can refuse a message; `hold` is called before a message that got
 * through is answered.
 */
export const openSendApi = async () => {
  const messages: string[] = [];
  const hold: (message: string) => Promise<void> = () => Promise.resolve();
  const refuse: (message: string) => Refusal | undefined = () => undefined;
  const state = { graphUrl: '', hold, refuse };
  const { origin, close } = await serve((request, response) => {
    void (async () => {
      if (request.method === 'GET') {
        const { authorization = '' } = request.headers;
        const asked = await fetch(state.graphUrl + (request.url ?? ''), {
          headers: { authorization },
        });
        return response.writeHead(asked.status).end(await asked.text());
      }
      const body = await json(request);
      const said = saidIn(v.parse(Request, body));
      const refusal = said === undefined ? undefined : state.refuse(said);
      if (refusal) return response.writeHead(refusal.status).end(errorOf(refusal));
      const answer = await fetch(state.graphUrl + (request.url ?? ''), {
        method: 'POST',
        body: JSON.stringify(body),
      });
      if (said !== undefined && answer.ok) messages.push(said);
      if (said !== undefined) await state.hold(said);
      return response.writeHead(answer.status).end(await answer.text());
    })();
  });
  return { origin, close, messages, state };
};

const saidIn = ({ message }: v.InferOutput<typeof Request>) => {
  if (!message) return undefined;
  if ('text' in message) return message.text;
  return new URL(message.attachment.payload.url).pathname.split('/').at(-1);
};

const errorOf = ({ code, subcode: error_subcode, message = 'No.' }: Refusal) =>
  JSON.stringify({ error: { message, type: 'OAuthException', code, error_subcode } });
