import type { UploadStore } from '../stores/upload-store.ts';
import type { Upload } from './find-upload.ts';

export type CompleteUploadPorts = {
  uploads: Pick<UploadStore, 'listParts' | 'sizeOf' | 'complete' | 'abort'>;
};

/**
 * Makes the parts one video if they have just the size it was opened with; what S3 has counts, not what the
 * sender says. A repeated call is done too. A video that has grown is given up.
 */
export const completeUpload = async (
  upload: Upload,
  { uploads }: CompleteUploadPorts,
): Promise<'done' | 'gone' | 'incomplete' | 'too-large'> => {
  const parts = await uploads.listParts(upload);
  if (!parts) return (await uploads.sizeOf(upload.key)) === upload.size ? 'done' : 'gone';
  const bytes = parts.reduce((sum, part) => sum + part.Size, 0);
  if (bytes < upload.size) return 'incomplete';
  if (bytes > upload.size) {
    await uploads.abort(upload);
    return 'too-large';
  }
  await uploads.complete(upload, parts);
  return 'done';
};
