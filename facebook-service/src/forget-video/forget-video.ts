import type { Deleted, Deletion } from '@video-service/shared/deletions';
import type { SessionStore } from '../stores/session-store.ts';

export type ForgetVideoPorts = {
  sessions: Pick<SessionStore, 'bury'>;
  tell: (deleted: Deleted) => Promise<void>;
  now: () => number;
};

/** Forgets who sent a deleted video and what was sent in reply. */
export const forgetVideo = async (
  { id }: Pick<Deletion, 'id'>,
  { sessions, tell, now }: ForgetVideoPorts,
): Promise<void> => {
  await sessions.bury(id);
  await tell({
    kind: 'deleted',
    id,
    service: 'facebook-service',
    at: new Date(now()).toISOString(),
  });
};
