import { InvalidInput } from '@video-service/shared/errors';

const REASONS = {
  HOST_NOT_ALLOWED: ['The link is not a video on Facebook.', 'Send the video itself.'],
  LINK_EXPIRED: ['The link to your video has expired.', 'Please send the video again.'],
  TOO_LARGE: ['Your video is too large.', 'Send a shorter video or a lower quality.'],
  TOO_SLOW: ['Downloading your video took too long.', 'Send a shorter video, or try again later.'],
  NOT_A_VIDEO: ['The file is not a video I support.', 'Send an MP4, MOV or WebM file.'],
} as const;

/** The video will not be fetched. The reason is sent to the person, without a retry. */
export const refused = (code: keyof typeof REASONS) => {
  const [message, hint] = REASONS[code];
  return new InvalidInput({ stage: 'upload', code, message, hint });
};
