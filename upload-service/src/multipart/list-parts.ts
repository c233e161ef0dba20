import type { StoredPart, UploadStore } from '../stores/upload-store.ts';
import type { Upload } from './find-upload.ts';
import { countParts, partSize } from '#api/part-size';

export type ListPartsPorts = { uploads: Pick<UploadStore, 'listParts' | 'sizeOf'> };

/**
 * The parts that S3 has: all of them if the video is already complete, undefined if there is neither an upload nor a
 * video.
 */
export const listParts = async (
  upload: Upload,
  { uploads }: ListPartsPorts,
): Promise<StoredPart[] | undefined> => {
  const parts = await uploads.listParts(upload);
  if (parts) return parts;
  // The upload was completed and its response was lost: nothing is left to send.
  return (await uploads.sizeOf(upload.key)) === upload.size ? allParts(upload.size) : undefined;
};

const allParts = (size: number): StoredPart[] =>
  Array.from({ length: countParts(size) }, (_, index) => ({
    PartNumber: index + 1,
    ETag: '"stored"',
    Size: partSize(size, index + 1) ?? 0,
  }));
