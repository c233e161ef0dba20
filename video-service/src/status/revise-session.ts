import { ObjectGone } from '@video-service/shared/s3';
import type { Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { buildMetadata } from './build-metadata.ts';
import { publishNext, readPublished, type Renders } from './publish-metadata.ts';
import type { SettlePorts } from './settle-session.ts';

export type RevisePorts = Pick<SettlePorts, 'labels' | 'renders' | 'usdPerImage'> & {
  sessions: Pick<SessionStore, 'endRelabelling'>;
};

/** Publishes the labels that a ready session got after it was closed, as the next revision of its metadata.json. */
export const reviseSession = async (session: Session, ports: RevisePorts) => {
  const { labels, renders, sessions, usdPerImage } = ports;
  const published = await readIfThere(session.id, renders);
  const metadata = buildMetadata(session, await labels.list(session.id), usdPerImage);
  if (published && !(await publishNext(metadata, published, renders))) return 'revised meanwhile';
  // Labels that have arrived since the session was read keep it on the list.
  await sessions.endRelabelling(session);
  return published ? 'revised' : 'results are gone';
};

const readIfThere = async (id: string, renders: Renders) => {
  try {
    return await readPublished(id, renders);
  } catch (error) {
    if (error instanceof ObjectGone) return undefined;
    throw error;
  }
};
