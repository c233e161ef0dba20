import type { CodedError } from '@video-service/shared/errors';

/** The error of a picture that can never be labelled. */
export const IMAGE_REJECTED: CodedError = {
  stage: 'labels',
  code: 'IMAGE_REJECTED',
  message: 'This picture cannot be labelled because it is damaged, too large or too small.',
  hint: 'The video’s other pictures are not affected.',
};
