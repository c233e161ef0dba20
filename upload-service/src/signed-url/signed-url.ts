import { randomUUID } from 'node:crypto';
import { videoKey } from '@video-service/shared/keys';
import type { SessionStore } from '../stores/session-store.ts';
import type { UploadStore } from '../stores/upload-store.ts';
import type { UploadRequest } from './upload-request.ts';

export type SignedUrlPorts = {
  sessions: Pick<SessionStore, 'create'>;
  uploads: Pick<UploadStore, 'signPost'>;
  maxBytes: number;
};

/** Opens a session and signs the one upload that belongs to it. */
export const signUpload = async ({ file, type }: UploadRequest, ports: SignedUrlPorts) => {
  const session = randomUUID();
  const key = videoKey(session, file);
  const { url, fields } = await ports.uploads.signPost(key, { type, maxBytes: ports.maxBytes });
  await ports.sessions.create({ id: session, key });
  return { session, method: 'POST', url, fields };
};
