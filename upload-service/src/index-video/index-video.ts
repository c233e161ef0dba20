import { ownSessionOf } from '@video-service/shared/keys';
import { entryOf } from '../library/entry-of.ts';
import { projectEntry, type ProjectPorts } from '../library/project.ts';
import type { MetadataStore } from '../stores/metadata-store.ts';
import type { ObjectTimes } from '../stores/object-times.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type IndexPorts = {
  library: ProjectPorts;
  metadata: Pick<MetadataStore, 'read'>;
  sessions: Pick<SessionStore, 'get'>;
  times: ObjectTimes;
  zone: string;
};

/** Lists a rendered video in the library, whichever door it came through. */
export const indexVideo = async (
  id: string,
  ports: IndexPorts,
): Promise<'listed' | 'outdated' | 'deleted' | 'unknown'> => {
  const metadata = await ports.metadata.read(id);
  if (!metadata) return 'unknown';
  const key = metadata.video;
  const uploadedAt = await ports.times.uploadedAt({ id, key });
  if (uploadedAt === undefined) return 'unknown';
  const door = await doorOf(id, key, ports);
  return projectEntry(entryOf(metadata, { door, uploadedAt, zone: ports.zone }), ports.library);
};

// The page and the bot put a video under its session's id; the page has a session of its own for it, too.
const doorOf = async (id: string, key: string, { sessions }: Pick<IndexPorts, 'sessions'>) => {
  if (ownSessionOf(key) === undefined) return 'camera';
  return (await sessions.get(id)) ? 'page' : 'messenger';
};
