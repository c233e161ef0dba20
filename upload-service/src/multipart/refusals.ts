import { refuse } from '@video-service/shared/http';

/** The 4xx responses of multipart uploads. */
export const refusals = {
  unknown: () =>
    refuse(404, {
      code: 'UNKNOWN_UPLOAD',
      message: 'The upload does not exist, or no longer exists.',
      hint: 'Start a new upload.',
    }),
  noSuchPart: () =>
    refuse(400, {
      code: 'UNKNOWN_PART',
      message: 'The video has no part with this number.',
      hint: 'Part numbers start at 1, and each part is 5 MiB.',
    }),
  incomplete: () =>
    refuse(409, {
      code: 'INCOMPLETE_UPLOAD',
      message: 'Parts of the video are missing.',
      hint: 'List the parts, upload the missing ones, then complete the upload again.',
    }),
  tooLarge: (maxBytes: number) =>
    refuse(413, {
      code: 'TOO_LARGE',
      message: 'The video is larger than announced or allowed.',
      hint: `Send a video of at most ${maxBytes} bytes.`,
    }),
  dailyLimit: (againAt: number) =>
    refuse(429, {
      code: 'DAILY_LIMIT',
      message: 'The daily upload limit is reached.',
      hint: `Uploads resume at ${new Date(againAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    }),
};
