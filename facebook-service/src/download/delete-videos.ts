import type { Deletion } from '@video-service/shared/deletions';
import type { Conversation } from '../messenger/conversation.ts';
import { DELETE_VIDEOS } from '../messenger/deletion-words.ts';
import type { GraphApi } from '../messenger/graph-api.ts';
import type { Incoming } from '../messenger/incoming.ts';
import { CONFIRM_DELETION, deletionReceipt, HINTS } from '../messenger/texts.ts';
import type { DeletionRequestStore } from '../stores/deletion-request-store.ts';
import type { Session, SessionStore } from '../stores/session-store.ts';

export type DeleteVideosPorts = {
  sessions: Pick<SessionStore, 'videosOf'>;
  requests: Pick<DeletionRequestStore, 'ask' | 'isAsked' | 'forgetAsked' | 'finish'>;
  graph: Pick<GraphApi, 'pageScopedIds'>;
  order: (deletion: Deletion) => Promise<void>;
};

type Asking = Extract<Incoming, { kind: 'deletion' }>;

/**
 * Asks a person to confirm, then deletes all their videos. The question is forgotten last, so that a crashed run is
 * repeated and deletes the rest. A message that was answered is not obeyed again: its yes must neither answer a later
 * question nor delete later videos.
 */
export const deleteVideos = async (
  { sender, step }: Asking,
  { insist, said }: Pick<Conversation, 'insist'> & Pick<Session, 'said'>,
  ports: DeleteVideosPorts,
): Promise<'asked' | 'hinted' | 'deletion ordered' | 'repeated'> => {
  if (Object.values(said).some(({ settled }) => settled)) {
    if ('receipt' in said) await ports.requests.forgetAsked(sender);
    return 'repeated';
  }
  if (step === 'ask') {
    await ports.requests.ask(sender);
    const replies = [{ title: 'Yes, delete them', payload: DELETE_VIDEOS }];
    await insist('confirmation', { text: CONFIRM_DELETION, replies });
    return 'asked';
  }
  if (!(await ports.requests.isAsked(sender))) {
    await insist('hint', { text: HINTS.text });
    return 'hinted';
  }
  const videos = await orderAll(sender, ports);
  await insist('receipt', { text: deletionReceipt(videos) });
  await ports.requests.forgetAsked(sender);
  return 'deletion ordered';
};

/** Deletes all videos of a person at Facebook's request, if their app-scoped id leads to a page-scoped one. */
export const deleteForFacebook = async (
  { id, sender }: Pick<Incoming, 'id' | 'sender'>,
  ports: DeleteVideosPorts,
): Promise<'deletion ordered' | 'nobody matched'> => {
  const people = await ports.graph.pageScopedIds(sender);
  let videos = 0;
  for (const person of people) videos += await orderAll(person, ports);
  await ports.requests.finish(id, { state: people.length > 0 ? 'done' : 'unmatched', videos });
  return people.length > 0 ? 'deletion ordered' : 'nobody matched';
};

const orderAll = async (sender: string, { sessions, order }: DeleteVideosPorts) => {
  const ids = await sessions.videosOf(sender);
  for (const id of ids) await order({ kind: 'delete', id, by: 'sender' });
  return ids.length;
};
