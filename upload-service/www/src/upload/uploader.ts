import AwsS3, { type AwsBody } from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import GoldenRetriever from '@uppy/golden-retriever';
import { PART_BYTES } from '../../../src/multipart/part-size.ts';
import type { Trouble } from './check-file.ts';
import { RECORDER, recordingName } from './recording-name.ts';
import { createRetries } from './retries.ts';
import { toItem, type UploadItem } from './upload-item.ts';

const MB = 1_000_000;

export type UploaderEvents = {
  onChange: (items: UploadItem[]) => void;
  onTrouble: (trouble: Trouble) => void;
  onStored: (stored: { session: string; file: string }) => void;
};

/** S3 is told the size of a video before its parts: a part of another size is refused. */
export type UploadMeta = { size: string } & Record<string, unknown>;
export type UploadUppy = Uppy<UploadMeta, AwsBody>;
type UploadFile = ReturnType<UploadUppy['getFiles']>[number];
export type Uploader = ReturnType<typeof createUploader>;

/** Sends videos to the bank, in parts where they are large, over reloads and broken connections. */
export const createUploader = (
  maxBytes: number,
  { onChange, onTrouble, onStored }: UploaderEvents,
) => {
  const uppy: UploadUppy = new Uppy({
    id: 'videos',
    autoProceed: true,
    restrictions: { maxFileSize: maxBytes },
    onBeforeFileAdded: (file, files) => !Object.hasOwn(files, file.id) && withName(file),
  });
  // Room for a phone's videos: what the browser keeps goes on after a reload by itself.
  const blobs = { name: 'uppy-blobs', maxFileSize: 500 * MB, maxTotalSize: 1000 * MB };
  uppy.use(GoldenRetriever, { indexedDB: blobs });
  uppy.use(AwsS3, {
    companionEndpoint: location.origin,
    shouldUseMultipart: true,
    getChunkSize: () => PART_BYTES,
    allowedMetaFields: ['size'],
  });

  const retries = createRetries(uppy, () => show());
  const show = () => {
    const files = uppy.getFiles().filter(({ progress }) => !progress.uploadComplete);
    onChange(files.map((file) => toItem(file, retries.troubleOf(file.id))));
  };

  uppy.on('state-update', show);
  uppy.on('file-added', ({ id, size }) => uppy.setFileMeta(id, { size: String(size) }));
  uppy.on('restored', () => uppy.emit('restore-confirmed'));
  uppy.on('upload-success', (file, { body }) => {
    const [, session] = body?.key.split('/') ?? [];
    if (file && session) onStored({ session, file: file.name });
  });
  uppy.on('complete', ({ successful = [] }) => {
    for (const { id } of successful) uppy.removeFile(id);
  });

  return {
    uppy,
    add: (file: File) => {
      try {
        uppy.addFile({ source: 'page', name: file.name, type: file.type, data: file });
      } catch (error) {
        onTrouble({ message: 'The video was not added.', hint: String(error) });
      }
    },
    pauseOrResume: (id: string) => uppy.pauseResume(id),
    retry: retries.now,
    cancel: (id: string) => uppy.removeFile(id),
  };
};

// The camera plugin names its recordings after the milliseconds since 1970.
const withName = (file: UploadFile): UploadFile => {
  if (!file.source?.startsWith(RECORDER)) return file;
  const name = recordingName(file.extension);
  return { ...file, name, meta: { ...file.meta, name } };
};
