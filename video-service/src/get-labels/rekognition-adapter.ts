import {
  DetectLabelsCommand,
  ImageTooLargeException,
  InvalidImageFormatException,
  InvalidParameterException,
  type Label as DetectedLabel,
  ProvisionedThroughputExceededException,
  RekognitionClient,
  RekognitionServiceException,
  ThrottlingException,
} from '@aws-sdk/client-rekognition';
import { CAPTURE_FORMAT, captureSize } from '@video-service/shared/capture-format';
import { Label } from '@video-service/shared/metadata';
import type { Bucket } from '@video-service/shared/s3';
import * as v from 'valibot';
import type { Labelling } from '@video-service/shared/label-row';
import { IMAGE_REJECTED } from './image-rejected.ts';
import { Unlabelled } from './unlabelled.ts';

// All captures share the account's calls per second. A throttled client slows down, and captures that still get no turn
// go back to the queue.
const client = new RekognitionClient({ maxAttempts: 5, retryMode: 'adaptive' });

// For all tries together. The function has 60 s: a slow picture goes back alone, not with its batch.
const PATIENCE_MS = 45_000;

const REJECTIONS = [ImageTooLargeException, InvalidImageFormatException];

// https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
const MIN_PIXELS = 80;

/** The detection settings, and the bucket. */
export type DetectorOptions = {
  bucket: Pick<Bucket, 'name' | 'readRange'>;
  maxLabels: number;
  minConfidence: number;
  /** How long to wait for a picture's labels. */
  patienceMs?: number;
};

/**
 * Labels pictures of a bucket with Amazon Rekognition. A picture that Rekognition rejects permanently gets an error
 * instead of labels; all other errors throw Unlabelled, which says whether they pass by themselves.
 */
export const createDetector =
  (
    { bucket, maxLabels, minConfidence, patienceMs = PATIENCE_MS }: DetectorOptions,
    rekognition = client,
  ) =>
  async (key: string): Promise<Labelling> => {
    try {
      const { Labels = [], LabelModelVersion = '' } = await rekognition.send(
        new DetectLabelsCommand({
          Image: { S3Object: { Bucket: bucket.name, Name: key } },
          MaxLabels: maxLabels,
          MinConfidence: minConfidence,
        }),
        { abortSignal: AbortSignal.timeout(patienceMs) },
      );
      return { labels: Labels.map(toLabel), model: LabelModelVersion };
    } catch (error) {
      if (await isRejected(error, key, bucket)) return { error: IMAGE_REJECTED };
      throw new Unlabelled({ passes: passesByItself(error), cause: error });
    }
  };

// A picture that is too small is an invalid parameter, but so is a setting that is wrong for every picture.
const isRejected = async (error: unknown, key: string, bucket: Pick<Bucket, 'readRange'>) => {
  if (REJECTIONS.some((Rejection) => error instanceof Rejection)) return true;
  return error instanceof InvalidParameterException && (await isTooSmall(key, bucket));
};

const isTooSmall = async (key: string, bucket: Pick<Bucket, 'readRange'>) => {
  const { bytes } = await bucket.readRange(key, { start: 0, end: CAPTURE_FORMAT.headerBytes - 1 });
  const { width, height } = captureSize(bytes);
  return Math.min(width, height) < MIN_PIXELS;
};

// A refusal of our own request, for example for missing permissions, lasts until someone fixes it.
const passesByItself = (error: unknown) =>
  !(error instanceof RekognitionServiceException) ||
  error.$fault === 'server' ||
  error instanceof ThrottlingException ||
  error instanceof ProvisionedThroughputExceededException;

const toLabel = ({
  Instances = [],
  Parents = [],
  Categories = [],
  Aliases = [],
  ...label
}: DetectedLabel): Label => v.parse(Label, { ...label, Instances, Parents, Categories, Aliases });
