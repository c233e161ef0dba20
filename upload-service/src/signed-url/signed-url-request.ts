import * as v from 'valibot';
import { UploadRequest, wholeNumber } from './upload-request.ts';

/**
 * The query of a request for an upload link: `file`, `size`, and the `type` of a file whose name does not reveal it.
 */
export const SignedUrlRequest = v.pipe(
  v.object({
    file: v.string('The name of the video is missing.'),
    type: v.optional(v.string(), ''),
    size: wholeNumber('The size of the video in bytes must be a positive integer.'),
  }),
  v.transform(({ file, type, size }) => ({ video: { file, type }, size })),
  v.object({ video: UploadRequest, size: v.number() }),
);
export type SignedUrlRequest = v.InferOutput<typeof SignedUrlRequest>;

/** What to do about an invalid request. */
export const SIGNED_URL_HINT =
  'Request /signed-url?file=clip.mp4&size=1048576, with the file name and the exact size in bytes.';
