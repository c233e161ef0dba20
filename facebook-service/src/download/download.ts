import { InvalidInput } from '@video-service/shared/errors';
import { videoKey } from '@video-service/shared/keys';
import type { Conversation, Say } from '../messenger/conversation.ts';
import type { GraphApi } from '../messenger/graph-api.ts';
import type { Incoming } from '../messenger/incoming.ts';
import type { IsOurs } from '../messenger/own-page.ts';
import { NotSent } from '../messenger/not-sent.ts';
import { ACKNOWLEDGEMENT, failureText, HINTS } from '../messenger/texts.ts';
import type { SessionStore } from '../stores/session-store.ts';
import type { SourceBucket } from '../stores/source-bucket.ts';
import { deleteForFacebook, deleteVideos, type DeleteVideosPorts } from './delete-videos.ts';
import { sniffVideo } from '../cdn/sniff-video.ts';

export type DownloadPorts = {
  deleting: DeleteVideosPorts;
  sessions: Pick<SessionStore, 'open' | 'markStored'>;
  source: SourceBucket;
  isOurs: IsOurs;
  show: GraphApi['show'];
  conversation: (incoming: Incoming) => Conversation;
  read: (url: string) => AsyncGenerator<Buffer, void>;
};

export type Downloaded =
  | 'hinted'
  | 'stored'
  | 'repeated'
  | 'of another page'
  | 'deleted'
  | 'asked'
  | 'deletion ordered'
  | 'nobody matched'
  | InvalidInput;

/**
 * Answers a message: a video is stored in the source bucket, a deletion request is confirmed and carried out, and
 * anything else gets a hint.
 */
export const download = async (incoming: Incoming, ports: DownloadPorts): Promise<Downloaded> => {
  if (incoming.kind === 'data-deletion') return deleteForFacebook(incoming, ports.deleting);
  if (!(await ports.isOurs(incoming.page))) return 'of another page';
  const session = await ports.sessions.open(incoming);
  if (!session) return 'deleted';
  const { say, insist } = ports.conversation(incoming);
  if (incoming.kind === 'deletion') {
    await ports.show(incoming.sender, 'mark_seen');
    return deleteVideos(incoming, { insist, said: session.said }, ports.deleting);
  }
  if (incoming.kind !== 'video') {
    await Promise.all([
      ports.show(incoming.sender, 'mark_seen'),
      insist('hint', { text: HINTS[incoming.kind] }),
    ]);
    return 'hinted';
  }
  if (session.stored) return 'repeated';
  // The video matters more than the acknowledgement: neither waits for the other.
  const work = [store(incoming, ports), acknowledge(incoming, say, ports)] as const;
  // Waits for both, because anything that outlasts its invocation is frozen.
  await Promise.allSettled(work);
  const [stored] = await Promise.all(work);
  if (stored instanceof InvalidInput)
    await insist('failure', { text: failureText(stored.details) });
  else await ports.sessions.markStored(incoming.id);
  return stored;
};

const acknowledge = async ({ sender }: Incoming, say: Say, { show }: DownloadPorts) => {
  const said = say('acknowledgement', { text: ACKNOWLEDGEMENT }).catch(unlessNotSent);
  await Promise.all([show(sender, 'mark_seen'), said]);
  await show(sender, 'typing_on');
};

const unlessNotSent = (error: unknown) => {
  if (!(error instanceof NotSent)) throw error;
};

const store = async (
  { id, url }: Extract<Incoming, { kind: 'video' }>,
  { source, read }: DownloadPorts,
) => {
  try {
    const { extension, contentType, bytes } = await sniffVideo(read(url));
    await source.create(videoKey(id, `messenger.${extension}`), { contentType, bytes });
    return 'stored' as const;
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
};
