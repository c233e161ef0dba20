/**
 * When a movie's track is shown, in seconds: the file's own time at display time 0; how long the movie is, and when the
 * track's last picture ends, from then on; whether its frames at odd microseconds are not shown (hidden-frames.ts); and
 * whether the movie lists decoding times only, which are display times unless frames are shown in another order.
 */
export type TrackTimes = {
  startSeconds: number;
  durationSeconds: number;
  endSeconds: number;
  hidesFrames: boolean;
  decodingOnly: boolean;
};
