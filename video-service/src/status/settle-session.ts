import { metadataKey } from '@video-service/shared/keys';
import { Metadata } from '@video-service/shared/metadata';
import type { Bucket } from '@video-service/shared/s3';
import * as v from 'valibot';
import type { LabelStore } from '../stores/label-store.ts';
import { missingIn, PROCESSING, READY } from '../stores/session.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { buildMetadata } from './build-metadata.ts';

export type SettlePorts = {
  sessions: Pick<SessionStore, 'get' | 'close'>;
  labels: Pick<LabelStore, 'list'>;
  renders: Pick<Bucket, 'create' | 'readText'>;
  usdPerImage: number;
};

const Published = v.pipe(v.string(), v.parseJson(), v.pick(Metadata, ['status']));

/**
 * Publishes the metadata.json of a session that is complete or has failed, and closes the session. The
 * object is created once: that is what tells everyone that the video is ready.
 */
export const settleSession = async (id: string, ports: SettlePorts) => {
  const session = await ports.sessions.get(id);
  if (session?.status !== PROCESSING) return 'session is closed';
  if (!session.error && missingIn(session)) return 'still processing';
  const metadata = buildMetadata(session, await ports.labels.list(id), ports.usdPerImage);
  const body = JSON.stringify(metadata);
  const created = await ports.renders.create(metadataKey(id), {
    body,
    contentType: 'application/json',
  });
  // Another run, or our own first try, may have published another outcome: that one holds.
  const { status } = created ? metadata : await readPublished(id, ports);
  await ports.sessions.close(id, status);
  return status === READY ? 'ready' : 'failed';
};

const readPublished = async (id: string, { renders }: SettlePorts) =>
  v.parse(Published, await renders.readText(metadataKey(id)));
