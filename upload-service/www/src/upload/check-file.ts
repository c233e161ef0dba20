import { formatOfName, formatOfType, VIDEO_FORMATS } from '@video-service/shared/video-formats';
import { formatBytes } from '../design/format.ts';
import type { ShownError } from '../live/shown-error.ts';

/** The file picker's filter: extensions too, because browsers do not know all the types. */
export const ACCEPTED = [
  'video/*',
  ...VIDEO_FORMATS.flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`)),
].join();

/** Why a file cannot be sent; undefined if it can. */
export const errorWith = (
  { name, type, size }: Pick<File, 'name' | 'type' | 'size'>,
  maxBytes: number,
): ShownError | undefined => {
  if (!formatOfName(name) && !formatOfType(type))
    return {
      message: `“${name}” is not a video.`,
      hint: 'Choose a video file, such as MP4, MOV or WebM.',
    };
  if (size === 0)
    return {
      message: `“${name}” is empty.`,
      hint: 'Another program may still be writing it. Try again once it plays on your device.',
    };
  if (size > maxBytes)
    return {
      message: `“${name}” is too large: ${formatBytes(size)}.`,
      hint: `Videos can be up to ${formatBytes(maxBytes)}. Trim it or save it in a smaller format.`,
    };
  return undefined;
};
