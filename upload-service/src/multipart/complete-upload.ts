import type { UploadStore } from '../stores/upload-store.ts';
import type { Upload } from './find-upload.ts';

export type CompleteUploadPorts = {
  uploads: Pick<UploadStore, 'listParts' | 'sizeOf' | 'complete' | 'abort'>;
};

/**
 * Makes the parts one video if they add up to the size it was opened with; what S3 has counts, not what the
 * sender says. Repeated calls succeed too. A video that has grown is given up.
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

// Completed already, by a call whose answer was lost or that ran at the same time, or given up.
const outcomeOfGone = async ({ key, size }: Upload, uploads: Pick<UploadStore, 'sizeOf'>) =>
  (await uploads.sizeOf(key)) === size ? 'done' : 'gone';
