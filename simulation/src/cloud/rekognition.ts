import { labelsIn } from '../models/picture.ts';
import { type HttpAnswer, jsonAnswer } from './http.ts';
import type { Bucket } from './s3/bucket.ts';

export type Rekognition = ReturnType<typeof createRekognition>;

/** Rekognition, which sees in a picture what the film has put there, and charges for it. */
export const createRekognition = (
  buckets: Map<string, Bucket>,
  { paid }: { paid: (key: string) => void },
) => ({
  detectLabels: (bucket: string, key: string): HttpAnswer => {
    const picture = buckets.get(bucket)?.get(key);
    if (!picture) return refusal('InvalidS3ObjectException');
    const labels = labelsIn(picture.body);
    if (!labels) return refusal('InvalidParameterException');
    paid(key);
    return jsonAnswer(200, { Labels: labels, LabelModelVersion: '3.0' });
  },
});

const refusal = (__type: string) => jsonAnswer(400, { __type, message: 'Request is invalid' });
