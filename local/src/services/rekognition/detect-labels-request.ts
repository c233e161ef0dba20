import * as v from 'valibot';
import type { LabelLimits } from './labels.ts';
import { RekognitionError } from './rekognition-error.ts';

/** Where the image is: in the request itself, or in a bucket. */
export type ImageSource = { bytes: Buffer } | { bucket: string; key: string };

export type DetectLabelsRequest = { image: ImageSource; limits: LabelLimits };

const Image = v.union(
  [
    v.pipe(
      v.strictObject({ Bytes: v.string() }),
      v.transform(({ Bytes }) => ({ bytes: Buffer.from(Bytes, 'base64') })),
    ),
    v.pipe(
      v.strictObject({ S3Object: v.strictObject({ Bucket: v.string(), Name: v.string() }) }),
      v.transform(({ S3Object: { Bucket, Name } }) => ({ bucket: Bucket, key: Name })),
    ),
  ],
  'Image needs either Bytes or an S3Object with Bucket and Name',
);

// Strict, so that requests for unsupported features (filters, image properties) are refused. Defaults:
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html
const Request = v.strictObject({
  Image,
  MaxLabels: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1000),
  MinConfidence: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 55),
  Features: v.optional(v.array(v.literal('GENERAL_LABELS'))),
});

/** The request in `body`; throws Rekognition's error for an invalid one. */
export const parseDetectLabels = (body: Buffer): DetectLabelsRequest => {
  const request = v.safeParse(Request, parseJson(body));
  if (!request.success) {
    const [issue] = request.issues;
    const detail = [v.getDotPath(issue), issue.message].filter(Boolean).join(': ');
    throw new RekognitionError('InvalidParameterException', { detail });
  }
  const { Image: image, MaxLabels: maxLabels, MinConfidence: minConfidence } = request.output;
  return { image, limits: { maxLabels, minConfidence } };
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch (cause) {
    throw new RekognitionError('SerializationException', { cause });
  }
};
