import { CONFIRM_DELETION } from '../../../facebook-service/src/messenger/texts.ts';
import { type FilmName, fileOf } from '../models/film.ts';
import { type PersonPorts, postMessage } from './webhook.ts';

const GLANCE_MS = 30_000;
const MAX_GLANCES = 20;

export const personOf = (copy: number) => `70000000000000${copy}`;

/** Someone who sends a film, no video at all, or a text to the bot. */
export const sendToBot = async (
  ports: PersonPorts,
  sent: FilmName | 'junk' | 'text',
  copy: number,
): Promise<void> => {
  const url = `https://video.fbcdn.net/${copy}.mp4`;
  const isText = sent === 'text';
  if (!isText) {
    const file = sent === 'junk' ? Buffer.from('This is no film.') : fileOf(sent, copy);
    ports.cloud.films.set(url, file);
  }
  const attachments = [{ type: 'video', payload: { url } }];
  const message = { mid: `m${copy}`, ...(!isText && { attachments }) };
  await postMessage(ports, { person: personOf(copy), sent, message });
};

/** Someone who wants their videos deleted, and says yes when they are asked. */
export const askForDeletion = async (ports: PersonPorts, copy: number): Promise<void> => {
  const { world, proof } = ports;
  const person = personOf(copy);
  const ask = { mid: `ask ${copy}`, text: 'Delete my videos!' };
  await postMessage(ports, { person, sent: 'ask', message: ask });
  for (let glances = 0; !proof.people.heardBy(person).includes(CONFIRM_DELETION); glances++) {
    if (glances === MAX_GLANCES) return;
    await world.sleep(GLANCE_MS);
  }
  await world.sleep(world.random.whole(1000, 300_000));
  proof.orders.wish({ person, at: world.now() });
  await postMessage(ports, { person, sent: 'yes', message: { mid: `yes ${copy}`, text: 'Yes' } });
};
