import type { UploadStore } from '../stores/upload-store.ts';
import type { Upload } from './find-upload.ts';

export type CompleteUploadPorts = {
  uploads: Pick<UploadStore, 'listParts' | 'sizeOf' | 'complete' | 'abort'>;
};

/**
 * Completes the upload if its parts add up to the announced size, according to S3 rather than the sender. Safe to
 * repeat. Aborts uploads that are larger than announced.
 */
export const completeUpload = async (
  upload: Upload,
  { uploads }: CompleteUploadPorts,
): Promise<'done' | 'gone' | 'incomplete' | 'too-large'> => {
  const parts = await uploads.listParts(upload);
  if (!parts) return outcomeOfGone(upload, uploads);
  const bytes = parts.reduce((sum, part) => sum + part.Size, 0);
  if (bytes < upload.size) return 'incomplete';
  if (bytes > upload.size) {
    await uploads.abort(upload);
    return 'too-large';
  }
  return (await uploads.complete(upload, parts)) ? 'done' : outcomeOfGone(upload, uploads);
};

// Already completed, by an earlier call whose response was lost or by a concurrent call, or aborted.
const outcomeOfGone = async ({ key, size }: Upload, uploads: Pick<UploadStore, 'sizeOf'>) =>
  (await uploads.sizeOf(key)) === size ? 'done' : 'gone';
