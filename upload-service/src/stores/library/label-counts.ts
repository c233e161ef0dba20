import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { applied } from '@video-service/shared/dynamodb';
import pMap from 'p-map';
import * as v from 'valibot';
import { monthOf, partitionsOf, type PlacedPosting } from '../../library/postings.ts';
import { countIn, itemsIn, type LibraryTable } from './partition.ts';

const CONCURRENCY = 8;
const PARTITION = 'counts';

const Count = v.object({
  position: v.string(),
  videos: v.optional(v.number(), 0),
  changed: v.optional(v.string()),
});
type Count = v.InferOutput<typeof Count>;

/**
 * The number of videos for each label, stored per month. A change only marks a count as stale, which is safe to repeat;
 * the next request recounts.
 */
export const labelCounts = ({ db, TableName }: LibraryTable) => {
  const update = (
    position: string,
    change: { UpdateExpression: string; values: object; if?: string },
  ) =>
    db.send(
      new UpdateCommand({
        TableName,
        Key: { partition: PARTITION, position },
        UpdateExpression: change.UpdateExpression,
        ConditionExpression: change.if,
        ExpressionAttributeValues: { ...change.values },
      }),
    );

  const takeAnew = async ({ position, changed }: Count): Promise<Count> => {
    const { stream, month } = parsePosition(position);
    const counts = await Promise.all(
      partitionsOf(stream, month).map((partition) => countIn({ db, TableName }, partition)),
    );
    const videos = counts.reduce((sum, each) => sum + each, 0);
    // Not applied if something changed meanwhile: the count stays marked and is recounted next time.
    await applied(
      update(position, {
        UpdateExpression: 'SET videos = :videos REMOVE changed',
        if: 'changed = :changed',
        values: { ':videos': videos, ':changed': changed },
      }),
    );
    return { position, videos, changed: undefined };
  };

  return {
    /** Marks the counts that these postings affect. Call it after the change. */
    touch: async (postings: PlacedPosting[]): Promise<void> => {
      await pMap(
        postings.filter(({ stream }) => stream.startsWith('label|')),
        ({ stream, posting }) =>
          update(`${stream}|${monthOf(posting.position)}`, {
            UpdateExpression: 'SET changed = :changed',
            values: { ':changed': randomUUID() },
          }),
        { concurrency: CONCURRENCY },
      );
    },

    /** The number of videos for each label that occurs in any. */
    countLabels: async (): Promise<Map<string, number>> => {
      const items = await itemsIn({ db, TableName }, PARTITION);
      const counts = await pMap(
        items.map((item) => v.parse(Count, item)),
        (count) => (count.changed === undefined ? count : takeAnew(count)),
        { concurrency: CONCURRENCY },
      );
      const totals = new Map<string, number>();
      for (const { position, videos } of counts) {
        const { label } = parsePosition(position);
        if (videos > 0) totals.set(label, (totals.get(label) ?? 0) + videos);
      }
      return totals;
    },
  };
};

const parsePosition = (position: string) => {
  const end = position.lastIndexOf('|');
  const label = position.slice('label|'.length, end);
  return { label, stream: `label|${label}` as const, month: position.slice(end + 1) };
};
