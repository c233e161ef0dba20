import * as v from 'valibot';
import { videoTypeOf } from './video-type.ts';

const MAX_NAME_BYTES = 255;
// S3 puts the sender's file name in place of ${filename} in the key of a POST.
// eslint-disable-next-line no-control-regex -- those are what it is about
const NOT_IN_NAMES = /[/\\\u0000-\u001f\u007f]|\$\{/u;

const FileName = v.pipe(
  v.string('The name of the video is missing.'),
  v.trim(),
  v.nonEmpty('The name of the video is empty.'),
  v.check((name) => name.isWellFormed(), 'The name of the video is not valid Unicode.'),
  v.maxBytes(MAX_NAME_BYTES, `The name of the video is longer than ${MAX_NAME_BYTES} bytes.`),
  v.check(
    (name) => !NOT_IN_NAMES.test(name) && name !== '.' && name !== '..',
    'The name of the video holds a character that a file name must not have.',
  ),
);

// What a browser says that does not know the type.
const UNKNOWN_TYPES = ['', 'application/octet-stream'];

const VideoType = v.pipe(
  v.string(),
  // S3 reads a comma in a type's parameters as the end of one type and the start of another:
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
  v.transform((type) => type.split(';', 1)[0]?.trim() ?? ''),
  v.regex(/^video\/[\w.+-]+$/u, 'Only videos can be uploaded.'),
);

/** A video somebody wants to upload: its file name, and its type, given or told by the name. */
export const UploadRequest = v.pipe(
  v.object({ file: FileName, type: v.string() }),
  v.transform(({ file, type }) => ({
    file,
    type: UNKNOWN_TYPES.includes(type) ? (videoTypeOf(file) ?? '') : type,
  })),
  v.object({ file: v.string(), type: VideoType }),
);
export type UploadRequest = v.InferOutput<typeof UploadRequest>;

/** What to do about a request that is none. */
export const UPLOAD_HINT =
  'Name a video file, such as clip.mp4, or give its type beside it, such as video/mp4.';
