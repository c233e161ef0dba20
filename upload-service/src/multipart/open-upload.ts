import { randomUUID } from 'node:crypto';
import { videoKey } from '@video-service/shared/keys';
import type { SessionStore } from '../stores/session-store.ts';
import type { UploadStore } from '../stores/upload-store.ts';
import type { OpenUpload } from './multipart-request.ts';

export type OpenUploadPorts = {
  sessions: Pick<SessionStore, 'create'>;
  uploads: Pick<UploadStore, 'create'>;
};

/** Opens a session with a multipart upload. */
export const openUpload = async ({ video, size }: OpenUpload, ports: OpenUploadPorts) => {
  const session = randomUUID();
  const key = videoKey(session, video.file);
  const uploadId = await ports.uploads.create(key, video.type);
  await ports.sessions.create({ id: session, key, upload: { uploadId, size } });
  return { session, key, uploadId };
};
