import type { VideoErrorCode } from '@video-service/shared/error-codes';
import { InvalidInput } from '@video-service/shared/errors';
import type { VideoError } from '@video-service/shared/metadata';

type Stage = VideoError['stage'];

const FAULTS = {
  VIDEO_REPLACED: [
    'The file was replaced by another one while it waited.',
    'Upload each video under a name of its own.',
  ],
  VIDEO_DELETED: [
    'The file was deleted while it waited.',
    'Upload the video again, and leave it there until it is ready.',
  ],
  EMPTY_FILE: ['The file is empty.', 'The upload may have been cut off: send the video again.'],
  NOT_A_VIDEO: [
    'The file is not a video that can be read.',
    'Send an MP4, MOV, WebM, MKV, AVI, MPEG, FLV, OGG or WMV file.',
  ],
  PLAYLIST: [
    'The file is a playlist, not a video.',
    'Send the video itself: nothing that a playlist points to is fetched.',
  ],
  STILL_IMAGE: ['The file is an image, not a video.', 'Send a video file.'],
  NO_VIDEO_STREAM: [
    'The file has no picture, only sound or data.',
    'Send a file that has a video track.',
  ],
  INCOMPLETE_FILE: [
    'The end of the file is missing.',
    'The recording or the upload was cut off: record or send the video again.',
  ],
  PICTURE_TOO_LARGE: [
    'The picture is larger than 8K.',
    'Scale the video down to 7680x4320 pixels or less.',
  ],
  UNSUPPORTED_CODEC: [
    'The video is coded in a way that cannot be decoded here.',
    'Convert the video to H.264 in an MP4 file.',
  ],
  NO_PICTURE: [
    'No picture of the video could be decoded.',
    'The file is damaged: export or send the video again.',
  ],
  TOO_MUCH_MEMORY: [
    'Decoding the video takes more memory than there is here.',
    'Convert the video to H.264 of 8 bits and at most 4K.',
  ],
  COPY_PROTECTED: [
    'The video is copy-protected: its pictures are encrypted.',
    'Send a copy without protection.',
  ],
  TOO_SLOW: [
    'The video took too long to decode.',
    'Send a shorter video, or one of a smaller size.',
  ],
} as const satisfies Partial<Record<VideoErrorCode, readonly [message: string, hint: string]>>;

export type FaultCode = keyof typeof FAULTS;

/** A fault of the video, with the words for its sender. */
export const invalid = (stage: Stage, code: FaultCode, options?: ErrorOptions) => {
  const [message, hint] = FAULTS[code];
  return new InvalidInput({ stage, code, message, hint }, options);
};
