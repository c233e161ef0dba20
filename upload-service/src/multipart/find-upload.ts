import type { SessionStore } from '../stores/session-store.ts';
import type { UploadAddress } from './multipart-request.ts';

export type Upload = UploadAddress & { session: string; size: number };

/** The upload as its session knows it; undefined if this service has not opened it. */
export const findUpload = async (
  { key, uploadId }: UploadAddress,
  sessions: Pick<SessionStore, 'get'>,
): Promise<Upload | undefined> => {
  const [, id = ''] = key.split('/');
  const session = id ? await sessions.get(id) : undefined;
  return session?.key === key && session.upload?.uploadId === uploadId
    ? { key, uploadId, session: id, size: session.upload.size }
    : undefined;
};
