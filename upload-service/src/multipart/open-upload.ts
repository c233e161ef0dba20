import { randomUUID } from 'node:crypto';
import { videoKey } from '@video-service/shared/keys';
import type { SessionStore } from '../stores/session-store.ts';
import type { UploadStore } from '../stores/upload-store.ts';
import type { OpenUpload } from './multipart-request.ts';

export type OpenUploadPorts = {
  sessions: Pick<SessionStore, 'create'>;
  uploads: Pick<UploadStore, 'create'>;
  maxBytes: number;
};

/** Opens a session with an upload in parts; undefined when the video is larger than allowed. */
export const openUpload = async ({ video, size }: OpenUpload, ports: OpenUploadPorts) => {
  if (size > ports.maxBytes) return undefined;
  const session = randomUUID();
  const key = videoKey(session, video.file);
  const uploadId = await ports.uploads.create(key, video.type);
  await ports.sessions.create({ id: session, key, upload: { uploadId, size } });
  return { session, key, uploadId };
};
