import { SAMPLE_SESSION_ID } from '@video-service/shared/keys';
import { push, type PushPorts } from '../live/push.ts';
import type { MetadataStore } from '../stores/metadata-store.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type StatusPorts = PushPorts & {
  sessions: Pick<SessionStore, 'create' | 'finish'>;
  metadata: Pick<MetadataStore, 'read'>;
  /** Whether this stage shows a sample. A bank of others' videos must not let one of them become the sample. */
  showsSample: boolean;
};

/**
 * Closes the session of a rendered video, or records a later revision of its results, and notifies all subscribers.
 * False for other services' sessions and for outdated revisions.
 */
export const closeSession = async (id: string, ports: StatusPorts): Promise<boolean> => {
  const metadata = await ports.metadata.read(id);
  if (!metadata) return false;
  // The sample comes through no door, but still belongs on the page.
  if (ports.showsSample && id === SAMPLE_SESSION_ID)
    await ports.sessions.create({ id, key: metadata.source.key });
  const { status, revision = 1 } = metadata;
  if (!(await ports.sessions.finish(id, { status, revision }))) return false;
  await push({ session: id, step: 'done' }, ports);
  return true;
};
