/** A frame of the video's track: where it lies, and when it is shown, in the file's time. */
export type StoredFrame = {
  /** Where reading can begin again to find it. */
  position: number;
  time: number;
  isKey: boolean;
  /** Its bytes as they stand in an excerpt; to be read before the next frame is asked for. */
  read: () => Promise<Uint8Array>;
};

/** A container that can be entered at any byte, because its frames say themselves when they are shown. */
export type FrameReader = {
  /** What FFmpeg calls an excerpt, and the number of the track within it. */
  format: 'matroska' | 'mpegts' | 'flv';
  stream: number;
  /** Whether an H.264 decoder begins anew with what was read of a frame; missing where the container has none. */
  beginsAnew?: (frame: Uint8Array) => boolean;
  /** A file of these frames alone. */
  join: (frames: Uint8Array[]) => Uint8Array;
  /** Where the frames begin. */
  bodyStart: number;
  /** A frame is only complete when the next one has begun. */
  needsNext: boolean;
  /** The frames from the first one that begins at this byte or after it, in the order in which they are stored. */
  framesFrom: (position: number) => AsyncGenerator<StoredFrame> | Generator<StoredFrame>;
};
