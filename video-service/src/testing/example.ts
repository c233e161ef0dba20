import type { CodedError } from '@video-service/shared/errors';
import type { SourceVideo } from '@video-service/shared/messages';
import type { Previews, SourceFacts, VideoError } from '@video-service/shared/metadata';

/** The video of the tests, its session and its keys. */
export const ID = '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4';
export const video: SourceVideo = { id: ID, bucket: 'source', key: 'videos/my clip.mp4', size: 7 };
/** What the stores need to know about its session. */
export const SESSION = {
  id: ID,
  source: { bucket: video.bucket, key: video.key, size: video.size },
};
export const GIF = `${ID}/my clip.gif`;
export const PREVIEWS: Previews = {
  poster: `${ID}/my clip-poster.jpg`,
  video: `${ID}/my clip-preview.mp4`,
  storyboard: {
    picture: `${ID}/my clip-storyboard.jpg`,
    track: `${ID}/my clip-storyboard.vtt`,
  },
};
export const METADATA = `${ID}/metadata.json`;
export const captureOf = (frame: string) => `captures/${ID}/my clip-${frame}.png`;

export const facts: SourceFacts = {
  durationSeconds: 2,
  width: 640,
  height: 360,
  codec: 'h264',
  rotation: 0,
};

export const errorAt = (stage: VideoError['stage']): CodedError => ({
  stage,
  code: 'NO_PICTURE',
  message: 'No.',
  hint: 'Try again.',
});
