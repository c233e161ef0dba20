import {
  DetectLabelsCommand,
  ImageTooLargeException,
  InvalidImageFormatException,
  InvalidParameterException,
  type Label as DetectedLabel,
  RekognitionClient,
} from '@aws-sdk/client-rekognition';
import { Label, type VideoError } from '@video-service/shared/metadata';
import * as v from 'valibot';
import type { Labelling } from '../stores/label-row.ts';

// The account's calls a second are shared by all captures, so that waiting for a turn is normal.
const client = new RekognitionClient({ maxAttempts: 6 });

// A picture of under 80 pixels is an invalid parameter: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
const REJECTIONS = [ImageTooLargeException, InvalidImageFormatException, InvalidParameterException];

const REJECTED: VideoError = {
  stage: 'labels',
  code: 'IMAGE_REJECTED',
  message: 'This picture cannot be labelled: it is damaged, too large or too small.',
  hint: 'The other pictures of the video are not affected.',
};

/** What to look for, and where. */
export type DetectorOptions = { bucket: string; maxLabels: number; minConfidence: number };

/**
 * Labels pictures of a bucket by Amazon Rekognition. A picture that Rekognition rejects for good has an
 * error in place of labels; throttling and outages throw.
 */
export const createDetector =
  ({ bucket, maxLabels, minConfidence }: DetectorOptions, rekognition = client) =>
  async (key: string): Promise<Labelling> => {
    try {
      const { Labels = [], LabelModelVersion = '' } = await rekognition.send(
        new DetectLabelsCommand({
          Image: { S3Object: { Bucket: bucket, Name: key } },
          MaxLabels: maxLabels,
          MinConfidence: minConfidence,
        }),
      );
      return { labels: Labels.map(toLabel), model: LabelModelVersion };
    } catch (error) {
      if (REJECTIONS.some((Rejection) => error instanceof Rejection)) return { error: REJECTED };
      throw error;
    }
  };

const toLabel = ({
  Instances = [],
  Parents = [],
  Categories = [],
  Aliases = [],
  ...label
}: DetectedLabel): Label => v.parse(Label, { ...label, Instances, Parents, Categories, Aliases });
