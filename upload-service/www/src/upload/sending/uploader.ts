import Uppy from '@uppy/core';
import GoldenRetriever from '@uppy/golden-retriever';
import { RECORDER, recordingName } from '../recording/recording-name.ts';
import type { ShownError } from '../../live/shown-error.ts';
import { canKeepFiles, KEPT_FILES } from './kept-files.ts';
import { claimTab, createSendingSign, watchOtherTabs } from './this-tab.ts';
import { createTransfers } from './transfers.ts';
import { createUnloadGuard } from './unload-guard.ts';
import { uploadApi } from './upload-api.ts';
import { toItem, type UploadItem } from './upload-item.ts';
import type { UploadUppy } from './upload-uppy.ts';

export type UploaderEvents = {
  onChange: (items: UploadItem[]) => void;
  onError: (error: ShownError) => void;
  onStored: (stored: { session: string; file: string }) => void;
  /** How many other tabs are uploading. */
  onOtherTabs: (count: number) => void;
};

type UploadFile = ReturnType<UploadUppy['getFiles']>[number];
export type Uploader = Awaited<ReturnType<typeof createUploader>>;

/** Uploads videos to the bank in parts, across reloads and lost connections. */
export const createUploader = async (
  maxBytes: number,
  { onChange, onError, onStored, onOtherTabs }: UploaderEvents,
) => {
  const tab = await claimTab();
  const uppy: UploadUppy = new Uppy({
    id: `videos-${tab}`,
    restrictions: { maxFileSize: maxBytes },
    onBeforeFileAdded: (file, files) => !Object.hasOwn(files, file.id) && withName(file),
  });
  const showSending = createSendingSign(tab);
  const guard = createUnloadGuard(uppy.getID());
  const find = (id: string) => uppy.getFiles().find((file) => file.id === id);

  const transfers = createTransfers(uppy, {
    onChange: () => show(),
    onStored: (session, id) => {
      const file = find(id);
      // A stored upload is not aborted when it leaves the list.
      uppy.setFileMeta(id, { upload: undefined });
      if (file) onStored({ session, file: file.name });
      uppy.removeFile(id);
    },
  });
  const show = () => {
    const items = uppy.getFiles().map((file) => toItem(file, transfers.conditionOf(file.id)));
    const sending = items.filter(({ state }) => state === 'sending' || state === 'waiting');
    showSending(sending.length > 0);
    guard(sending.map(({ id }) => id));
    onChange(items);
  };

  uppy.on('state-update', show);
  uppy.on('file-added', ({ id }) => transfers.start(id));
  uppy.on('file-removed', ({ id, meta: { upload } }) => {
    transfers.stop(id);
    // S3 itself discards uploads that nobody resumes.
    if (upload) void uploadApi.abort(upload).catch(() => undefined);
  });
  uppy.on('restored', () => {
    for (const { id, isGhost, isPaused } of uppy.getFiles())
      if (!isGhost && !isPaused) transfers.start(id);
  });
  if (await canKeepFiles()) uppy.use(GoldenRetriever, { indexedDB: KEPT_FILES });
  watchOtherTabs(tab, onOtherTabs);

  const setPaused = (id: string, isPaused: boolean) => {
    uppy.setFileState(id, { isPaused });
    if (isPaused) transfers.stop(id);
    else transfers.start(id);
  };
  return {
    uppy,
    add(file: File) {
      try {
        uppy.addFile({ source: 'page', name: file.name, type: file.type, data: file });
      } catch {
        // Everything else was checked before.
        onError({
          message: `“${file.name}” is already being uploaded.`,
          hint: 'See the list below.',
        });
      }
    },
    pauseOrResume: (id: string) => setPaused(id, !find(id)?.isPaused),
    retry: (id: string) => transfers.start(id),
    cancel: (id: string) => uppy.removeFile(id),
  };
};

// The camera plugin names its recordings after the milliseconds since 1970.
const withName = (file: UploadFile): UploadFile => {
  if (!file.source?.startsWith(RECORDER)) return file;
  const name = recordingName(file.extension);
  return { ...file, name, meta: { ...file.meta, name } };
};
