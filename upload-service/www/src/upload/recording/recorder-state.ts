/** How far a recording is, and what can be shown of it. */
export type RecorderState = {
  kind: 'asking' | 'ready' | 'recording' | 'recorded' | 'empty' | 'refused';
  stream: MediaStream | null;
  recordingUrl: string | null;
  seconds: number;
};

/** A recording before the camera has answered. */
export const NO_RECORDING: RecorderState = {
  kind: 'asking',
  stream: null,
  recordingUrl: null,
  seconds: 0,
};
