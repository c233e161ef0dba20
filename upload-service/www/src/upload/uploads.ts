import { effect, signal } from '@preact/signals';
import { rememberUpload } from '../history/history.ts';
import { fetchConfig } from '../live/api.ts';
import { owner } from '../owner/owner.ts';
import { navigate, route } from '../navigation/navigation.ts';
import { errorWith } from './check-file.ts';
import type { ShownError } from '../live/shown-error.ts';
import type { UploadItem } from './sending/upload-item.ts';
import type { Uploader } from './sending/uploader.ts';

/** The uploads in progress. */
export const uploads = signal<UploadItem[]>([]);

/** The error that kept an upload from starting, until it is dismissed. */
export const uploadErrors = signal<ShownError[]>([]);

/** How many other tabs of this browser are uploading. */
export const otherTabs = signal(0);

let uploader: Promise<Uploader> | undefined;

// Everything in the list since it was last empty.
let together = new Set<string>();

/** The uploader with all its dependencies, loaded once; interrupted uploads resume by themselves after a reload. */
export const loadUploader = (): Promise<Uploader> => {
  uploader ??= Promise.all([fetchConfig(), import('./sending/uploader.ts')])
    .then(([{ maxBytes }, { createUploader }]) =>
      createUploader(maxBytes, {
        onChange: showUploads,
        onError: addError,
        onStored: showStored,
        onOtherTabs: (count) => (otherTabs.value = count),
      }),
    )
    .catch((error: unknown) => {
      uploader = undefined;
      throw error;
    });
  return uploader;
};

// Uploads refused because nobody was signed in are sent now.
effect(() => {
  if (!owner.value?.owner) return;
  for (const { id, state } of uploads.peek())
    if (state === 'failed') void loadUploader().then((sender) => sender.retry(id));
});

/** Uploads those of the files that are videos, and explains why the others are not. */
export const sendFiles = async (files: Iterable<File>): Promise<void> => {
  try {
    const [{ maxBytes }, sender] = await Promise.all([fetchConfig(), loadUploader()]);
    for (const file of files) {
      const error = errorWith(file, maxBytes);
      if (error) addError(error);
      else sender.add(file);
    }
  } catch {
    addError({
      message: 'The upload could not start: the server is not responding.',
      hint: 'Check your connection and choose the video again.',
    });
  }
};

export const dismissError = (error: ShownError) =>
  (uploadErrors.value = uploadErrors.value.filter((each) => each !== error));

const addError = (error: ShownError) => (uploadErrors.value = [...uploadErrors.value, error]);

const showUploads = (items: UploadItem[]) => {
  if (uploads.value.length === 0) together = new Set();
  for (const { id } of items) together.add(id);
  uploads.value = items;
};

const showStored = ({ session, file }: { session: string; file: string }) => {
  rememberUpload(session, file);
  // A visitor who uploads one video waits for its result; one who uploads several chooses.
  if (route.value.view === 'home' && together.size <= 1)
    navigate({ view: 'result', session, time: 0 });
};
