import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Change, remove, set } from '@video-service/shared/dynamodb/changes';
import { applied } from '@video-service/shared/dynamodb/client';
import { type Condition, equals } from '@video-service/shared/dynamodb/conditions';
import { update } from '@video-service/shared/dynamodb/expressions';
import pMap from 'p-map';
import * as v from 'valibot';
import { monthOf, partitionsOf, type PlacedPosting, type Stream } from '../../library/postings.ts';
import { countIn, itemsIn, type LibraryTable } from './partition.ts';

const CONCURRENCY = 8;
const PARTITION = 'counts';

const Count = v.object({
  position: v.string(),
  videos: v.optional(v.number(), 0),
  changed: v.optional(v.string()),
});
type Count = v.InferOutput<typeof Count>;
type Kind = 'label' | 'camera';

/**
 * How many videos each label and each camera has, kept for each month. A change only marks a count as out of date,
 * which can be repeated; the next request takes it again.
 */
export const streamCounts = (table: LibraryTable) => ({
  /** Marks the counts that these postings change. To be called after the change. */
  touch: async (postings: PlacedPosting[]): Promise<void> => {
    await pMap(
      postings.flatMap(({ stream, posting }) =>
        stream === undefined || stream === 'all' ? [] : [`${stream}|${monthOf(posting.position)}`],
      ),
      (position) => change(table, position, [set({ changed: randomUUID() })]),
      { concurrency: CONCURRENCY },
    );
  },

  /** The number of videos for each label that is seen in any. */
  countLabels: () => countAll('label', table),

  /** The number of videos for each camera that has any. */
  countCameras: () => countAll('camera', table),
});

const countAll = async (kind: Kind, table: LibraryTable): Promise<Map<string, number>> => {
  // } comes right after |.
  const items = await itemsIn(table, PARTITION, { between: [`${kind}|`, `${kind}}`] });
  const counts = await pMap(
    items.map((item) => v.parse(Count, item)),
    ({ changed, ...count }) =>
      changed === undefined ? count : takeAgain(kind, { ...count, changed }, table),
    { concurrency: CONCURRENCY },
  );
  const totals = new Map<string, number>();
  for (const { position, videos } of counts) {
    const { name } = parsePosition(kind, position);
    if (videos > 0) totals.set(name, (totals.get(name) ?? 0) + videos);
  }
  return totals;
};

const takeAgain = async (
  kind: Kind,
  { position, changed }: Count & { changed: string },
  table: LibraryTable,
): Promise<Omit<Count, 'changed'>> => {
  const { stream, month } = parsePosition(kind, position);
  const counts = await Promise.all(
    partitionsOf(stream, month).map((partition) => countIn(table, partition)),
  );
  const videos = counts.reduce((sum, each) => sum + each, 0);
  // Not applied when something changed meanwhile: it stays marked, and is counted again next time.
  await applied(
    change(table, position, [set({ videos }), remove('changed')], equals('changed', changed)),
  );
  return { position, videos };
};

const change = (
  { db, TableName }: LibraryTable,
  position: string,
  changes: Change[],
  condition?: Condition,
) =>
  db.send(
    new UpdateCommand({
      TableName,
      Key: { partition: PARTITION, position },
      ...update(changes, condition),
    }),
  );

const parsePosition = (kind: Kind, position: string) => {
  const end = position.lastIndexOf('|');
  const name = position.slice(kind.length + 1, end);
  const stream: Stream = `${kind}|${name}`;
  return { name, stream, month: position.slice(end + 1) };
};
