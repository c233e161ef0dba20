import * as v from 'valibot';
import { UploadRequest, wholeNumber } from '../signed-url/upload-request.ts';

/** The body with which Uppy opens an upload; the page puts the size into its metadata. */
export const OpenUpload = v.pipe(
  v.object(
    {
      filename: v.string('The name of the video is missing.'),
      type: v.optional(v.string(), ''),
      metadata: v.object(
        { size: wholeNumber('The size of the video must be a positive number.') },
        'metadata.size, the size of the video, is missing.',
      ),
    },
    'The body must be a JSON object with filename and metadata.size.',
  ),
  v.transform(({ filename, type, metadata }) => ({
    video: { file: filename, type },
    size: metadata.size,
  })),
  v.object({ video: UploadRequest, size: v.number() }),
);

export type OpenUpload = v.InferOutput<typeof OpenUpload>;

/** The upload that a request refers to: the id in its path and the key in its query. */
export const UploadAddress = v.object(
  {
    uploadId: v.string(),
    key: v.pipe(
      v.string(),
      v.regex(/^videos\/[^/]+\/[^/]+$/u, 'This is not the key of an upload.'),
    ),
  },
  'The key of the upload is missing.',
);
export type UploadAddress = v.InferOutput<typeof UploadAddress>;

export const PartNumber = wholeNumber('The part number must be a positive integer.');
