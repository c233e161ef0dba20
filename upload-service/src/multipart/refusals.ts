import { refuse } from '@video-service/shared/http';

/** The 4xx of uploads in parts. */
export const refusals = {
  unknown: () =>
    refuse(404, {
      code: 'UNKNOWN_UPLOAD',
      message: 'There is no such upload (any more).',
      hint: 'Start the upload again from the beginning.',
    }),
  noSuchPart: () =>
    refuse(400, {
      code: 'UNKNOWN_PART',
      message: 'The video has no part of this number.',
      hint: 'Parts are counted from 1 and have 5 MiB each.',
    }),
  incomplete: () =>
    refuse(409, {
      code: 'INCOMPLETE_UPLOAD',
      message: 'Parts of the video are missing.',
      hint: 'List the parts, send those that are missing, and complete the upload again.',
    }),
  tooLarge: (maxBytes: number) =>
    refuse(413, {
      code: 'TOO_LARGE',
      message: 'The video is larger than it was announced or than is allowed.',
      hint: `Send a video of at most ${maxBytes} bytes.`,
    }),
  dailyLimit: (againAt: number) =>
    refuse(429, {
      code: 'DAILY_LIMIT',
      message: 'The bank takes no more videos today.',
      hint: `It goes on at ${new Date(againAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    }),
};
