import { formatBytes } from '../design/format.ts';

/** Something that went wrong, in a person's words, with what to do about it. */
export type Trouble = { message: string; hint: string };

// What browsers do not know as videos, and the bank does.
const VIDEO_NAME = /\.(3gp|avi|flv|m2ts|m4v|mkv|mov|mp4|mpe?g|mts|ogv|ts|webm|wmv)$/iu;

/** What the file picker offers. */
export const ACCEPTED = 'video/*,.avi,.flv,.m2ts,.mkv,.mts,.ts,.wmv';

/** Why a file is not worth sending; undefined when it is. */
export const troubleWith = (
  { name, type, size }: Pick<File, 'name' | 'type' | 'size'>,
  maxBytes: number,
): Trouble | undefined => {
  if (!type.startsWith('video/') && !VIDEO_NAME.test(name))
    return {
      message: `“${name}” is not a video.`,
      hint: 'Choose a video file, such as MP4, MOV or WebM.',
    };
  if (size === 0)
    return {
      message: `“${name}” is empty.`,
      hint: 'It may still be being written. Try again once it plays on your device.',
    };
  if (size > maxBytes)
    return {
      message: `“${name}” is too large: ${formatBytes(size)}.`,
      hint: `Videos can have up to ${formatBytes(maxBytes)}. Trim it or save it in a smaller format.`,
    };
  return undefined;
};
