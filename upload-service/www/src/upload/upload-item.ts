import type { LocalUppyFile } from '@uppy/core/utils';
import type { Trouble } from './check-file.ts';

/** An upload as the page shows it; `lost` has to be chosen again since the browser did not keep it. */
export type UploadItem = {
  id: string;
  name: string;
  bytes: number;
  sentBytes: number;
  state: 'sending' | 'paused' | 'waiting' | 'lost' | 'failed';
  trouble?: Trouble;
};

type File = Pick<
  LocalUppyFile<Record<string, unknown>, Record<string, never>>,
  'id' | 'name' | 'size' | 'progress' | 'isPaused' | 'isGhost' | 'error'
>;

/** The item of one of Uppy's files; `trouble` is why it has failed for good. */
export const toItem = (file: File, trouble?: Trouble): UploadItem => ({
  id: file.id,
  name: file.name,
  bytes: file.size ?? 0,
  sentBytes: file.progress.bytesUploaded || 0,
  state: stateOf(file, trouble),
  ...(trouble && { trouble }),
});

const stateOf = ({ isGhost, isPaused, error }: File, trouble?: Trouble): UploadItem['state'] => {
  if (isGhost) return 'lost';
  if (trouble) return 'failed';
  if (isPaused) return 'paused';
  return error ? 'waiting' : 'sending';
};
