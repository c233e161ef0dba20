import type { LocalUppyFile } from '@uppy/core/utils';
import type { ShownError } from '../../live/shown-error.ts';
import type { Condition } from './transfers.ts';

/** An upload as the page shows it; a `lost` file must be chosen again because the browser did not store it. */
export type UploadItem = {
  id: string;
  name: string;
  bytes: number;
  sentBytes: number;
  state: 'sending' | 'paused' | 'waiting' | 'lost' | 'failed';
  error?: ShownError;
};

type File = Pick<
  LocalUppyFile<Record<string, unknown>, Record<string, never>>,
  'id' | 'name' | 'size' | 'progress' | 'isPaused' | 'isGhost'
>;

/** The item of one of Uppy's files. */
export const toItem = (file: File, condition?: Condition): UploadItem => ({
  id: file.id,
  name: file.name,
  bytes: file.size ?? 0,
  sentBytes: file.progress.bytesUploaded || 0,
  state: stateOf(file, condition),
  ...(typeof condition === 'object' && { error: condition }),
});

const stateOf = ({ isGhost, isPaused }: File, condition?: Condition): UploadItem['state'] => {
  if (isGhost) return 'lost';
  if (typeof condition === 'object') return 'failed';
  if (isPaused) return 'paused';
  return condition ?? 'sending';
};
