import { ownSessionOf } from '@video-service/shared/keys';
import type { SessionStore } from '../stores/session-store.ts';
import type { UploadFacts } from '../stores/upload-facts.ts';
import type { Door } from '#api/library-entry';

/**
 * The door through which a video came. The page and the bot put it under its session's id and mark it; earlier
 * versions did not, and then the page has a session for it, as long as that lasts.
 */
export const doorOf = async (
  { id, key, facts }: { id: string; key: string; facts: UploadFacts },
  sessions: Pick<SessionStore, 'get'>,
): Promise<Door> => {
  if (ownSessionOf(key) === undefined) return 'camera';
  return facts.door ?? ((await sessions.get(id)) ? 'page' : 'messenger');
};
