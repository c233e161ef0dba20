/** A frame of the video track: its position, and its display time in the file's time. */
export type StoredFrame = {
  /** Where reading can restart to find it. */
  position: number;
  time: number;
  isKey: boolean;
  /** Its bytes as in an excerpt; read them before requesting the next frame. */
  read: () => Promise<Uint8Array>;
};

/** A container that can be read from any byte, because its frames contain their display times. */
export type FrameReader = {
  /** FFmpeg's format of an excerpt, and the number of the track in it. */
  format: 'matroska' | 'mpegts' | 'flv';
  stream: number;
  /** Whether an H.264 decoder begins anew with what was read of a frame; missing where the container has none. */
  beginsAnew?: (frame: Uint8Array) => boolean;
  /** A file of these frames alone. */
  join: (frames: Uint8Array[]) => Uint8Array;
  /** Where the frames begin. */
  bodyStart: number;
  /** A frame is complete only when the next one has begun. */
  needsNext: boolean;
  /** The frames from the first one at or after this byte, in stored order. */
  framesFrom: (position: number) => AsyncGenerator<StoredFrame> | Generator<StoredFrame>;
};
