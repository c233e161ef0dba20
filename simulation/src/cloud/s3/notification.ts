import { CAPTURE_FORMAT } from '@video-service/shared/capture-format';
import type { TopicName } from '../../names.ts';
import { BUCKETS } from '../../names.ts';
import type { StoredObject } from './bucket.ts';

type Change = { bucket: string; key: string; object: StoredObject | undefined; order: number };

/** S3's notification of a change, and its topic, as in resources/buckets.yml; undefined for most changes. */
export const notificationOf = (
  change: Change,
): { topic: TopicName; message: string } | undefined => {
  const topic = topicOf(change);
  return topic && { topic, message: JSON.stringify({ Records: [recordOf(change)] }) };
};

/** S3's sequencer, which distinguishes uploads to the same key. */
export const versionOf = (order: number) => order.toString(16).padStart(16, '0');

const topicOf = ({ bucket, key, object }: Change): TopicName | undefined => {
  if (bucket === BUCKETS.renders)
    return object && key.endsWith('/metadata.json') ? 'render-ready' : undefined;
  if (key.startsWith('videos/')) return object ? 'session' : 'deletion';
  const isCapture = key.startsWith('captures/') && key.endsWith(`.${CAPTURE_FORMAT.extension}`);
  return object && isCapture ? 'capture' : undefined;
};

const recordOf = ({ bucket, key, object, order }: Change) => ({
  eventSource: 'aws:s3',
  eventName: object ? 'ObjectCreated:Put' : 'ObjectRemoved:Delete',
  s3: {
    bucket: { name: bucket },
    object: {
      key: encodeURIComponent(key).replaceAll('%20', '+'),
      ...(object && { size: object.body.length, eTag: object.etag.slice(1, -1) }),
      sequencer: versionOf(order),
    },
  },
});
