/** The errors of a video or one of its captures; docs/errors.md says what to do about each. */
export const VIDEO_ERROR_CODES = [
  'EMPTY_FILE',
  'NOT_A_VIDEO',
  'PLAYLIST',
  'STILL_IMAGE',
  'NO_VIDEO_STREAM',
  'NO_PICTURE',
  'INCOMPLETE_FILE',
  'PICTURE_TOO_LARGE',
  'UNSUPPORTED_CODEC',
  'COPY_PROTECTED',
  'TOO_MUCH_MEMORY',
  'TOO_SLOW',
  'TOO_LARGE',
  'VIDEO_REPLACED',
  'VIDEO_DELETED',
  'HOST_NOT_ALLOWED',
  'LINK_EXPIRED',
  'NOT_FETCHED',
  'SESSION_FAILED',
  'GIF_FAILED',
  'CAPTURES_FAILED',
  'TIMED_OUT',
  'IMAGE_REJECTED',
  'LABEL_BUDGET_REACHED',
  'LABELS_FAILED',
] as const;

/** The errors of files that are no videos. The page gets no link to such a file: the bank is no file host. */
export const NO_VIDEO_CODES: ReadonlySet<string> = new Set<VideoErrorCode>([
  ...(['EMPTY_FILE', 'NOT_A_VIDEO', 'NO_VIDEO_STREAM', 'PLAYLIST', 'STILL_IMAGE'] as const),
]);

/** The reasons why an API refuses a request; docs/errors.md says what to do about each. */
export const REQUEST_ERROR_CODES = [
  'INVALID_REQUEST',
  'INVALID_MESSAGE',
  'NOT_FOUND',
  'UNKNOWN_SESSION',
  'UNKNOWN_VIDEO',
  'UNKNOWN_TRACK',
  'UNKNOWN_UPLOAD',
  'UNKNOWN_PART',
  'UNKNOWN_REQUEST',
  'DELETED',
  'INCOMPLETE_UPLOAD',
  'TOO_LARGE',
  'DAILY_LIMIT',
  'TOO_MANY_SESSIONS',
  'TOO_MANY_LISTENERS',
  'SIGN_IN',
  'WRONG_PASSPHRASE',
  'TOO_MANY_TRIES',
  'ANOTHER_SITE',
  'WRONG_VERIFY_TOKEN',
  'BAD_SIGNATURE',
  'INTERNAL',
] as const;

export type VideoErrorCode = (typeof VIDEO_ERROR_CODES)[number];
export type RequestErrorCode = (typeof REQUEST_ERROR_CODES)[number];
