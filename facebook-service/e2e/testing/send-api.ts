import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import { serve } from '../../src/testing/serve.ts';

const Request = v.object({
  message: v.optional(
    v.union([
      v.object({ text: v.string() }),
      v.object({ attachment: v.object({ payload: v.object({ url: v.string() }) }) }),
    ]),
  ),
});

/**
 * Stands between the bot and Messenger's Send API: writes down every message that gets through, in order, texts
 * as they are and pictures by their file. `hold` is asked about each one before it is answered.
 */
export const openSendApi = async () => {
  const messages: string[] = [];
  const hold: (message: string) => Promise<void> = () => Promise.resolve();
  const state = { graphUrl: '', hold };
  const { origin, close } = await serve((request, response) => {
    void (async () => {
      const body = await json(request);
      const answer = await fetch(state.graphUrl + (request.url ?? ''), {
        method: 'POST',
        body: JSON.stringify(body),
      });
      const said = saidIn(v.parse(Request, body));
      if (said !== undefined && answer.ok) messages.push(said);
      if (said !== undefined) await state.hold(said);
      response.writeHead(answer.status).end(await answer.text());
    })();
  });
  return { origin, close, messages, state };
};

const saidIn = ({ message }: v.InferOutput<typeof Request>) => {
  if (!message) return undefined;
  if ('text' in message) return message.text;
  return new URL(message.attachment.payload.url).pathname.split('/').at(-1);
};
