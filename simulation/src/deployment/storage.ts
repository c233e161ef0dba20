import type { Deliver } from '../cloud/delivery.ts';
import { createDynamoDb } from '../cloud/dynamodb/dynamodb.ts';
import type { Topics } from '../cloud/messaging/topics.ts';
import { createBucketModel } from '../cloud/s3/bucket.ts';
import { notificationOf, versionOf } from '../cloud/s3/notification.ts';
import { BUCKETS, TABLE_OPTIONS, topicArn } from '../names.ts';
import type { Faults } from '../world/faults.ts';
import type { World } from '../world/world.ts';
import type { Observer } from './observer.ts';

const STALE_MS = [500, 20_000] as const;

type StoragePorts = { deliver: Deliver; topics: Topics; observer: Observer };

/** The two buckets, which publish their changes. */
export const createBuckets = (world: World, { deliver, topics, observer }: StoragePorts) => {
  let changes = 0;
  return new Map(
    Object.values(BUCKETS).map((name: string) => [
      name,
      createBucketModel(name, {
        now: world.now,
        observe: ({ bucket, key }, before, after) => {
          const order = ++changes;
          observer.object({ bucket, key, before, after, version: versionOf(order) });
          const news = notificationOf({ bucket, key, object: after, order });
          if (news)
            deliver(
              `${bucket} to ${news.topic}`,
              () => void topics.publish(topicArn(news.topic), news.message),
            );
        },
      }),
    ]),
  );
};

/** The tables, whose indexes and plain reads may lag behind. */
export const createTables = (world: World, faults: Faults, observer: Observer) =>
  createDynamoDb(TABLE_OPTIONS, {
    now: world.now,
    observe: observer.row,
    staleMs: () => {
      if (!faults.happens('index stale', world.now())) return 0;
      world.reach('index stale');
      return world.random.whole(...STALE_MS);
    },
  });
