/** The state of a recording, and what can be shown of it. */
export type RecorderState = {
  kind: 'asking' | 'ready' | 'recording' | 'recorded' | 'empty' | 'refused';
  stream: MediaStream | null;
  recordingUrl: string | null;
  seconds: number;
};

/** The initial state, before the camera has responded. */
export const NO_RECORDING: RecorderState = {
  kind: 'asking',
  stream: null,
  recordingUrl: null,
  seconds: 0,
};
