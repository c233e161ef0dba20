import * as v from 'valibot';
import { LibraryEntry, localTimeOf, positionOf } from '#api/library-entry';

/**
 * A list of videos by time: all of them, those of a camera, or those in which a label is seen. It is kept in
 * partitions by month and shard, since a partition takes 1,000 writes a second.
 */
export type Stream = 'all' | `camera|${string}` | `label|${string}`;

/**
 * A video in one stream: enough to pass over it without reading its entry. `minute` counts from midnight where the
 * camera is; in a label's stream, `captures` are those that show the label.
 */
export const Posting = v.object({
  position: v.string(),
  ...v.pick(LibraryEntry, ['id', 'state', 'door', 'camera']).entries,
  minute: v.number(),
  captures: v.exactOptional(v.array(v.number())),
});
export type Posting = v.InferOutput<typeof Posting>;

/** A posting and the place where it is kept. */
export type PlacedPosting = { stream: Stream; partition: string; posting: Posting };

const SHARDS = ['0', '1', '2', '3'];

/** The partitions of a stream's month, each sorted by position. */
export const partitionsOf = (stream: Stream, month: string): string[] =>
  SHARDS.map((shard) => `${stream}|${month}|${shard}`);

/** The month (in UTC) under which a position is kept. */
export const monthOf = (position: string): string => position.slice(0, 7);

/** Every posting that makes an entry found. */
export const postingsOf = (entry: LibraryEntry): PlacedPosting[] => {
  const position = positionOf(entry);
  const posting: Posting = {
    position,
    id: entry.id,
    state: entry.state,
    door: entry.door,
    minute: minuteOf(localTimeOf(entry.recorded)),
    ...(entry.camera !== undefined && { camera: entry.camera }),
  };
  const place = (stream: Stream, captures?: number[]): PlacedPosting => ({
    stream,
    partition: `${stream}|${monthOf(position)}|${shardOf(entry.id)}`,
    posting: captures ? { ...posting, captures } : posting,
  });
  return [
    place('all'),
    ...(entry.camera === undefined ? [] : [place(`camera|${entry.camera}`)]),
    ...entry.labels.map(({ name, captures }) => place(`label|${name}`, captures)),
  ];
};

const minuteOf = (localTime: string) =>
  Number(localTime.slice(11, 13)) * 60 + Number(localTime.slice(14, 16));

// Ids are random, so their last digit spreads evenly.
const shardOf = (id: string) => SHARDS[Number.parseInt(id.slice(-1), 16) % SHARDS.length];
