import { SAMPLE_SESSION_ID } from '@video-service/shared/keys';
import { push, type PushPorts } from '../live/push.ts';
import type { MetadataStore } from '../stores/metadata-store.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type StatusPorts = PushPorts & {
  sessions: Pick<SessionStore, 'create' | 'finish'>;
  metadata: Pick<MetadataStore, 'read'>;
  /** Whether this stage shows a sample: a bank of others' videos does not let one of them become it. */
  showsSample: boolean;
};

/**
 * Closes the session of a rendered video, or takes a later revision of its results, and tells everyone who looks at
 * it; false for other services' sessions and for revisions that are no longer the latest.
 */
export const closeSession = async (id: string, ports: StatusPorts): Promise<boolean> => {
  const metadata = await ports.metadata.read(id);
  if (!metadata) return false;
  // The sample comes through no door of ours, and still belongs on the page.
  if (ports.showsSample && id === SAMPLE_SESSION_ID)
    await ports.sessions.create({ id, key: metadata.source.key });
  const { status, revision = 1 } = metadata;
  if (!(await ports.sessions.finish(id, { status, revision }))) return false;
  await push({ session: id, step: 'done' }, ports);
  return true;
};
