import type { Metadata } from '@video-service/shared/metadata';
import type { LabelStore } from '../stores/label-store.ts';
import { missingIn, PROCESSING, READY, type Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { buildMetadata } from './build-metadata.ts';
import { publishFirst, publishNext, readPublished, type Renders } from './publish-metadata.ts';

export type SettlePorts = {
  sessions: Pick<SessionStore, 'get' | 'close'>;
  labels: Pick<LabelStore, 'list'>;
  renders: Renders;
  usdPerImage: number;
  /** Called for each video's outcome when it is first published, and not again for late labels. */
  count: (outcome: Pick<Metadata, 'status' | 'error'>) => void;
};

/**
 * Publishes the metadata.json of a session that is complete or has failed, and closes the session. The object is
 * created once, which notifies everyone that the video is ready.
 */
export const settleSession = async (id: string, ports: SettlePorts) => {
  const session = await ports.sessions.get(id);
  if (session?.status !== PROCESSING) return 'session is closed';
  if (!session.error && missingIn(session)) return 'still processing';
  const status = await publishOutcome(session, ports);
  await ports.sessions.close(session, status);
  return status === READY ? 'ready' : 'failed';
};

const publishOutcome = async (session: Session, ports: SettlePorts) => {
  const { labels, renders, usdPerImage, count } = ports;
  const metadata = buildMetadata(session, await labels.list(session.id), usdPerImage);
  if (await publishFirst(metadata, renders)) {
    count(metadata);
    return metadata.status;
  }
  const published = await readPublished(session.id, renders);
  // Another run, or our own first try, may have published another result of this object: that one stays.
  if (published.source.size === session.source.size) return published.status;
  // It belongs to an empty upload that this object replaced.
  if (await publishNext(metadata, published, renders)) return metadata.status;
  return (await readPublished(session.id, renders)).status;
};
