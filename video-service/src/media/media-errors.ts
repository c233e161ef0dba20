import type { VideoErrorCode } from '@video-service/shared/error-codes';
import { InvalidInput } from '@video-service/shared/errors';
import type { VideoError } from '@video-service/shared/metadata';

type Stage = VideoError['stage'];

const ERRORS = {
  VIDEO_REPLACED: [
    'The file was replaced before it could be processed.',
    'Upload each video under a different name.',
  ],
  VIDEO_DELETED: [
    'The file was deleted before it could be processed.',
    'Upload the video again, and keep it until it is ready.',
  ],
  EMPTY_FILE: ['The file is empty.', 'The upload may have been interrupted. Send the video again.'],
  NOT_A_VIDEO: [
    'The file is not a readable video.',
    'Send an MP4, MOV, WebM, MKV, AVI, MPEG, FLV, OGG or WMV file.',
  ],
  PLAYLIST: [
    'The file is a playlist, not a video.',
    'Send the video itself: playlists are not followed.',
  ],
  STILL_IMAGE: ['The file is an image, not a video.', 'Send a video file.'],
  NO_VIDEO_STREAM: [
    'The file has no video track, only sound or data.',
    'Send a file with a video track.',
  ],
  INCOMPLETE_FILE: [
    'The end of the file is missing.',
    'The recording or the upload was interrupted. Record or send the video again.',
  ],
  PICTURE_TOO_LARGE: [
    'The picture is larger than 8K.',
    'Scale the video down to 7680x4320 pixels or less.',
  ],
  UNSUPPORTED_CODEC: [
    'The video uses a codec that is not supported.',
    'Convert the video to H.264 in an MP4 file.',
  ],
  NO_PICTURE: [
    'None of the video’s pictures could be decoded.',
    'The file is damaged. Export or send the video again.',
  ],
  TOO_MUCH_MEMORY: [
    'Decoding the video takes too much memory.',
    'Convert the video to 8-bit H.264, at most 4K.',
  ],
  COPY_PROTECTED: ['The video is copy-protected.', 'Send an unprotected copy.'],
  TOO_SLOW: ['The video took too long to decode.', 'Send a shorter or smaller video.'],
} as const satisfies Partial<Record<VideoErrorCode, readonly [message: string, hint: string]>>;

export type MediaErrorCode = keyof typeof ERRORS;

/** A video's error, with the words for its sender. */
export const invalid = (stage: Stage, code: MediaErrorCode, options?: ErrorOptions) => {
  const [message, hint] = ERRORS[code];
  return new InvalidInput({ stage, code, message, hint }, options);
};
