import { signal } from '@preact/signals';
import { rememberUpload } from '../history/history.ts';
import { fetchConfig } from '../live/api.ts';
import { navigate, route } from '../navigation/navigation.ts';
import { troubleWith, type Trouble } from './check-file.ts';
import type { UploadItem } from './upload-item.ts';
import type { Uploader } from './uploader.ts';

/** The uploads under way. */
export const uploads = signal<UploadItem[]>([]);

/** What went wrong before an upload could begin, until it is dismissed. */
export const troubles = signal<Trouble[]>([]);

let uploader: Promise<Uploader> | undefined;

/** The uploader with all it needs, loaded once; uploads that a reload has cut off go on by themselves. */
export const loadUploader = (): Promise<Uploader> => {
  uploader ??= Promise.all([fetchConfig(), import('./uploader.ts')])
    .then(([{ maxBytes }, { createUploader }]) =>
      createUploader(maxBytes, {
        onChange: (items) => (uploads.value = items),
        onTrouble: addTrouble,
        onStored: showStored,
      }),
    )
    .catch((error: unknown) => {
      uploader = undefined;
      throw error;
    });
  return uploader;
};

/** Sends those of the files that are videos, and says of the others why not. */
export const sendFiles = async (files: Iterable<File>): Promise<void> => {
  try {
    const [{ maxBytes }, { add }] = await Promise.all([fetchConfig(), loadUploader()]);
    for (const file of files) {
      const trouble = troubleWith(file, maxBytes);
      if (trouble) addTrouble(trouble);
      else add(file);
    }
  } catch {
    addTrouble({
      message: 'The upload could not begin: the server does not answer.',
      hint: 'Check your connection and choose the video again.',
    });
  }
};

export const dismissTrouble = (trouble: Trouble) =>
  (troubles.value = troubles.value.filter((each) => each !== trouble));

const addTrouble = (trouble: Trouble) => (troubles.value = [...troubles.value, trouble]);

const showStored = ({ session, file }: { session: string; file: string }) => {
  rememberUpload(session, file);
  // Who sends one video waits for it; who sends several chooses.
  if (route.value.view === 'home' && uploads.value.length <= 1)
    navigate({ view: 'result', session, time: 0 });
};
