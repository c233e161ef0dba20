import { formatOfName, formatOfType } from '@video-service/shared/video-formats';
import * as v from 'valibot';
import { cleanFileName } from './file-name.ts';

/** A positive integer, as a number or in digits. */
export const wholeNumber = (message: string) =>
  v.pipe(
    v.union([v.string(), v.number()], message),
    v.transform(Number),
    v.safeInteger(message),
    v.minValue(1, message),
  );

/**
 * A requested upload: the name that the bank stores, which has a video's extension, and its type. The name overrides
 * the declared type, because browsers take a .ts file for a translation.
 */
export const UploadRequest = v.pipe(
  v.object({
    file: v.pipe(v.string('The name of the video is missing.'), v.trim()),
    type: v.string('The type of the video must be a string.'),
  }),
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
    const named = formatOfName(value.file);
    const format = named ?? formatOfType(value.type);
    const [extension] = named ? (/[^.]*$/u.exec(value.file) ?? []) : (format?.extensions ?? []);
    const file = cleanFileName(value.file, extension ?? '');
    if (value.file && format && file) return { file, type: format.types[0] };
    addIssue({
      message: value.file ? 'Only videos can be uploaded.' : 'The name of the video is empty.',
    });
    return NEVER;
  }),
);
export type UploadRequest = v.InferOutput<typeof UploadRequest>;

/** What to do about an invalid request. */
export const UPLOAD_HINT =
  'Use a video file name such as clip.mp4, or add its type, such as video/mp4.';
