import { arnOf } from '../engine/account.ts';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { topicQueue } from './topic-queue.ts';

const queue = topicQueue('owner', { Ref: 'Topic' });

export const ALARM_TOPIC_ARN = arnOf('sns', 'owner');
export const OWNER_QUEUE_URL = queue.url;

/** A stack beside the project's that keeps the alarm topic's messages in a queue. */
export const ownerStack: PackagedStack = {
  name: 'owner-local',
  code: {},
  template: {
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'owner' } },
      ...queue.resources,
    },
  },
};
