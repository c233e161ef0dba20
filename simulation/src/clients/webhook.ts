import { createHmac } from 'node:crypto';
import { incomingIn } from '../../../facebook-service/src/messenger/webhook-event.ts';
import { PAGE_ID } from '../cloud/graph.ts';
import { APP_SECRET } from '../handlers.ts';
import type { Proof } from '../proof/proof.ts';
import { type ClientPorts, persist, request } from './client.ts';

export type PersonPorts = ClientPorts & { proof: Proof };

/** A person's message as Messenger has it; `sent` says what it is, for the proof. */
type Message = { person: string; sent: string; message: { mid: string; text?: string } };

/** Posts a message to the bot as Facebook does: until it is taken, and sometimes again. */
export const postMessage = async (
  ports: PersonPorts,
  { person, sent, message }: Message,
): Promise<void> => {
  const { world, cloud, proof } = ports;
  const parties = { sender: { id: person }, recipient: { id: PAGE_ID } };
  const event = {
    object: 'page',
    entry: [{ messaging: [{ ...parties, timestamp: world.now(), message }] }],
  };
  const [incoming] = incomingIn(event);
  if (incoming) proof.sentToBot({ id: incoming.id, person, sent });
  const body = JSON.stringify(event);
  const signature = `sha256=${createHmac('sha256', APP_SECRET).update(body).digest('hex')}`;
  // It may post the same twice even when the first was taken.
  for (let posts = world.random.chance(0.2) ? 2 : 1; posts > 0; posts--)
    await persist(world, () =>
      request(ports, cloud.web.bot, {
        route: 'POST /facebook',
        body,
        headers: { 'x-hub-signature-256': signature },
      }),
    );
};
