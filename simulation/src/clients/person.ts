import { createHmac } from 'node:crypto';
import { incomingIn } from '../../../facebook-service/src/messenger/webhook-event.ts';
import { PAGE_ID } from '../cloud/graph.ts';
import { APP_SECRET } from '../handlers.ts';
import { type FilmName, fileOf } from '../models/film.ts';
import type { Proof } from '../proof/proof.ts';
import { type ClientPorts, persist, request } from './client.ts';

type PersonPorts = ClientPorts & { proof: Proof };

/**
 * A person who sends a film, a file that is not a video, or a text to the bot. Facebook posts it until it is accepted.
 */
export const sendToBot = async (
  ports: PersonPorts,
  sent: FilmName | 'junk' | 'text',
  copy: number,
): Promise<void> => {
  const { world, cloud, proof } = ports;
  const person = `70000000000000${copy}`;
  const url = `https://video.fbcdn.net/${copy}.mp4`;
  const isText = sent === 'text';
  if (!isText)
    cloud.films.set(url, sent === 'junk' ? Buffer.from('This is no film.') : fileOf(sent, copy));
  const event = {
    object: 'page',
    entry: [
      {
        messaging: [
          {
            sender: { id: person },
            recipient: { id: PAGE_ID },
            timestamp: world.now(),
            message: {
              mid: `m${copy}`,
              ...(!isText && { attachments: [{ type: 'video', payload: { url } }] }),
            },
          },
        ],
      },
    ],
  };
  const [incoming] = incomingIn(event);
  if (incoming) proof.sentToBot({ id: incoming.id, person, sent });
  const body = JSON.stringify(event);
  const signature = `sha256=${createHmac('sha256', APP_SECRET).update(body).digest('hex')}`;
  // Facebook may post it twice even if the first was accepted.
  for (let posts = world.random.chance(0.2) ? 2 : 1; posts > 0; posts--)
    await persist(world, () =>
      request(ports, cloud.web.bot, {
        route: 'POST /facebook',
        body,
        headers: { 'x-hub-signature-256': signature },
      }),
    );
};
