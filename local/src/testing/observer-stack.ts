import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { topicQueue } from './topic-queue.ts';

const queue = topicQueue('observer', {
  'Fn::ImportValue': 'video-service-local-RenderReadyTopicArn',
});

export const OBSERVER_QUEUE_URL = queue.url;

/** A stack beside the project's that keeps every Render Ready message in a queue. */
export const observerStack: PackagedStack = {
  name: 'observer-local',
  code: {},
  template: { Resources: queue.resources },
};
