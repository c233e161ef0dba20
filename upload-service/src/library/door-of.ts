import { ownSessionOf } from '@video-service/shared/keys';
import type { SessionStore } from '../stores/session-store.ts';
import type { UploadFacts } from '../stores/upload-facts.ts';
import type { Door } from '#api/library-entry';

/**
 * The door that a video came through. The page and the bot store it under its session's id with a mark. Earlier
 * versions set no mark, so the page's session decides, as long as it exists.
 */
export const doorOf = async (
  { id, key, facts }: { id: string; key: string; facts: UploadFacts },
  sessions: Pick<SessionStore, 'get'>,
): Promise<Door> => {
  if (ownSessionOf(key) === undefined) return 'camera';
  return facts.door ?? ((await sessions.get(id)) ? 'page' : 'messenger');
};
