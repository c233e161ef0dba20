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

/** Closes the session of a rendered video and tells who waits for it; false for other services' sessions. */
export const closeSession = async (id: string, ports: StatusPorts): Promise<boolean> => {
  const metadata = await ports.metadata.read(id);
  if (!metadata) return false;
  // The sample comes through no door of ours, and still belongs on the page.
  if (ports.showsSample && id === SAMPLE_SESSION_ID)
    await ports.sessions.create({ id, key: metadata.source.key });
  if (!(await ports.sessions.finish(id, metadata.status))) return false;
  await push({ session: id, step: 'done' }, ports);
  return true;
};
