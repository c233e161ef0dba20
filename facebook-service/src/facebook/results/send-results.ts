import type { Metadata } from '@video-service/shared/metadata';
import type { Conversation, Said } from '../../messenger/conversation.ts';
import type { OutgoingMessage } from '../../messenger/graph-api.ts';
import { failureText, GIF_TOO_LARGE, labelTexts } from '../../messenger/texts.ts';
import type { ShownBucket } from '../../stores/shown-bucket.ts';
import type { Session, SessionStore } from '../../stores/session-store.ts';

/** What Messenger accepts as an image. */
const MAX_IMAGE_BYTES = 8_000_000;

export type SendResultsPorts = {
  sessions: Pick<SessionStore, 'find'>;
  readMetadata: (id: string) => Promise<Metadata>;
  renders: ShownBucket;
  captures: ShownBucket;
  conversation: (session: Session) => Conversation;
};

/** Sends the person their results: the GIF, then the labels. False for other services' sessions. */
export const sendResults = async (id: string, ports: SendResultsPorts): Promise<boolean> => {
  const session = await ports.sessions.find(id);
  if (!session) return false;
  const { say, insist } = ports.conversation(session);
  const metadata = await ports.readMetadata(id);
  // A later revision is not announced: the person has already had an answer.
  if ((metadata.revision ?? 1) > 1 && isAnswered(session)) return true;
  if (metadata.error) {
    await insist('failure', { text: failureText(metadata.error) });
    return true;
  }
  const picture = await say('gif', await pictureOf(metadata, ports));
  // One after the other: Messenger shows them in the order of arrival.
  for (const [index, text] of labelTexts(metadata.allLabels).entries()) {
    // If the picture may be lost, the labels must arrive.
    const tell = index === 0 && !isShown(picture) ? insist : say;
    await tell(`labels-${index}`, { text });
  }
  return true;
};

const isShown = ({ result }: Said) => result === 'sent' || result === 'repeated';

// The last part to be started: anything that a crashed run left out before it is still sent, from the newer results.
const isAnswered = ({ said }: Session) => 'labels-0' in said || 'failure' in said;

const pictureOf = async (
  { gif, labels }: Metadata,
  { renders, captures }: SendResultsPorts,
): Promise<OutgoingMessage> => {
  const still = labels[0]?.capture;
  if (gif && (await fits(renders, gif))) return { imageUrl: await renders.urlOf(gif) };
  if (still && (await fits(captures, still))) return { imageUrl: await captures.urlOf(still) };
  return { text: GIF_TOO_LARGE };
};

const fits = async (bucket: ShownBucket, key: string) =>
  (await bucket.sizeOf(key)) <= MAX_IMAGE_BYTES;
