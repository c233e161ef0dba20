import type { VideoError } from '@video-service/shared/metadata';

/** Of a picture that will never be labelled. */
export const IMAGE_REJECTED: VideoError = {
  stage: 'labels',
  code: 'IMAGE_REJECTED',
  message: 'This picture cannot be labelled: it is damaged, too large or too small.',
  hint: 'The other pictures of the video are not affected.',
};
