import { backoffMs } from '../live/backoff.ts';
import type { Trouble } from './check-file.ts';
import { finalTrouble, GIVEN_UP, type Answer } from './upload-trouble.ts';
import type { UploadUppy } from './uploader.ts';

const MAX_TRIES = 8;

/** Tries failed uploads again, ever later, until they are stored, given up or hopeless. */
export const createRetries = (uppy: UploadUppy, onChange: () => void) => {
  const tries = new Map<string, number>();
  const troubles = new Map<string, Trouble>();

  const again = async (id: string) => {
    await forgetGoneUpload(uppy, id);
    if (uppy.getFiles().some((file) => file.id === id)) await uppy.retryUpload(id);
  };

  uppy.on('upload-error', (file, error) => {
    if (!file) return;
    const made = (tries.get(file.id) ?? 0) + 1;
    tries.set(file.id, made);
    const trouble = finalTrouble(answerIn(error)) ?? (made >= MAX_TRIES ? GIVEN_UP : undefined);
    if (trouble) {
      troubles.set(file.id, trouble);
      onChange();
    } else setTimeout(() => void again(file.id), backoffMs(made));
  });
  // A part that arrived: the connection is there again.
  uppy.on('s3-multipart:part-uploaded', ({ id }) => tries.delete(id));
  uppy.on('file-removed', ({ id }) => {
    tries.delete(id);
    troubles.delete(id);
  });

  return {
    troubleOf: (id: string) => troubles.get(id),

    now: (id: string) => {
      tries.delete(id);
      troubles.delete(id);
      onChange();
      void again(id);
    },
  };
};

const answerIn = (error: unknown): Answer => {
  const request = error instanceof Error && 'request' in error ? error.request : undefined;
  return request instanceof XMLHttpRequest
    ? { status: request.status, body: request.responseText }
    : { status: 0, body: '' };
};

// S3 forgets uploads that were aborted or left alone for days: such a one starts anew.
const forgetGoneUpload = async (uppy: UploadUppy, id: string) => {
  const upload = uppy.getFiles().find((file) => file.id === id)?.s3Multipart;
  if (!upload) return;
  const query = new URLSearchParams({ key: upload.key });
  const path = `/s3/multipart/${encodeURIComponent(upload.uploadId)}?${query}`;
  const status = await fetch(path).then(
    (response) => response.status,
    () => 0,
  );
  // Uppy declares the property optional, and takes undefined for "none" all the same.
  if (status === 404) uppy.setFileState(id, { s3Multipart: undefined as never });
};
