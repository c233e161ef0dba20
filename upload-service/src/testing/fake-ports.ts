import type { Socket } from '../live/socket-adapter.ts';
import type { Links } from '../stores/links.ts';
import type { StoredPart, UploadStore } from '../stores/upload-store.ts';

/** Links that reveal their target. */
export const fakeLinks = (bucket: string): Links => ({
  to: async (key) => `https://${bucket}/${key}`,
  video: async (key) => `https://${bucket}/${key}`,
  download: async (key, name) => `https://${bucket}/${key}?as=${name}`,
});

/** The WebSockets of some clients: the messages sent to each, and which are still open. */
export const fakeSocket = (
  ...connectionIds: string[]
): Socket & { sent: Map<string, object[]> } => {
  const sent = new Map<string, object[]>(connectionIds.map((id) => [id, []]));
  const open = new Set(connectionIds);
  return {
    sent,
    send: async (connectionId, message) => {
      if (open.has(connectionId)) sent.get(connectionId)?.push(message);
      return open.has(connectionId);
    },
    close: async (connectionId) => open.delete(connectionId),
  };
};

/** The upload part of S3: open uploads with their parts, and the sizes of stored objects. */
export const fakeUploads = () => {
  const parts = new Map<string, StoredPart[]>();
  const objects = new Map<string, number>();
  const store: UploadStore = {
    signPut: async (key, { type, bytes }) => ({
      url: `https://source/${key}?of=${bytes}`,
      headers: { 'content-type': type, 'if-none-match': '*', 'x-amz-meta-door': 'page' },
      expiresAt: '2026-11-29T12:15:00.000Z',
    }),
    create: async (key) => {
      parts.set(`upload of ${key}`, []);
      return `upload of ${key}`;
    },
    signPart: async ({ key }, part) => `https://source/${key}?part=${part.number}&of=${part.bytes}`,
    listParts: async ({ uploadId }) => parts.get(uploadId),
    complete: async ({ key, uploadId }, all) => {
      if (objects.has(key) || !parts.delete(uploadId)) return false;
      objects.set(
        key,
        all.reduce((sum, { Size }) => sum + Size, 0),
      );
      return true;
    },
    abort: async ({ uploadId }) => void parts.delete(uploadId),
    sizeOf: async (key) => objects.get(key),
  };
  return { ...store, parts, objects };
};
