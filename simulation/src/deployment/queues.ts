import { CAPTURE_QUEUE, CAPTURE_TRIES, SESSION_QUEUE, SESSION_TRIES } from '../names.ts';
import type { TopicName } from '../names.ts';

/** A queue between a topic and a function of video-service. */
export type QueueOptions = {
  name: string;
  topic: TopicName;
  visibilitySeconds: number;
  maxReceives: number;
  consumer: 'createSession' | 'getLabels';
  batchSize: number;
  maxConcurrency: number;
};

/** The queues of video-service, with the parameters of a deployment to AWS. */
export const QUEUES: QueueOptions[] = [
  {
    name: SESSION_QUEUE,
    topic: 'session',
    visibilitySeconds: 180,
    maxReceives: SESSION_TRIES,
    consumer: 'createSession',
    batchSize: 10,
    maxConcurrency: 2,
  },
  {
    name: CAPTURE_QUEUE,
    topic: 'capture',
    visibilitySeconds: 360,
    maxReceives: CAPTURE_TRIES,
    consumer: 'getLabels',
    batchSize: 10,
    maxConcurrency: 5,
  },
];
