import { randomUUID } from 'node:crypto';
import { videoKey } from '@video-service/shared/keys';
import type { SessionStore } from '../stores/session-store.ts';
import type { UploadStore } from '../stores/upload-store.ts';
import type { SignedUrlRequest } from './signed-url-request.ts';

export type SignedUrlPorts = {
  sessions: Pick<SessionStore, 'create'>;
  uploads: Pick<UploadStore, 'signPut'>;
};

/**
 * Opens a session and signs its one upload: a PUT of exactly this size and type, with exactly these headers, which
 * works once.
 */
export const signUpload = async (
  { video: { file, type }, size }: SignedUrlRequest,
  { sessions, uploads }: SignedUrlPorts,
) => {
  const session = randomUUID();
  const key = videoKey(session, file);
  const signed = await uploads.signPut(key, { type, bytes: size });
  await sessions.create({ id: session, key });
  return { session, key, method: 'PUT', ...signed };
};
