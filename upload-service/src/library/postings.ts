import * as v from 'valibot';
import { LibraryEntry, localTimeOf, positionOf } from '#api/library-entry';
import { type Hours, isWithin } from './hours.ts';
import { signatureOf } from './label-signature.ts';

/**
 * A list of videos by time: all of them, a camera's, or a label's. It is split into partitions by month and shard,
 * because DynamoDB limits a partition to 1,000 writes per second.
 */
export type Stream = 'all' | `camera|${string}` | `label|${string}`;

/**
 * A video in a list: enough to pass over it without reading its entry. `minute` counts from midnight where the camera
 * is. In a list of a label, `shownWith` is the signature of all labels in the captures that show it; postings of
 * earlier versions have none, and no revision.
 */
export const Posting = v.object({
  position: v.string(),
  revision: v.exactOptional(v.number()),
  ...v.pick(LibraryEntry, ['id', 'state', 'door', 'camera']).entries,
  minute: v.number(),
  shownWith: v.exactOptional(v.string()),
});
export type Posting = v.InferOutput<typeof Posting>;

/** A posting and the place where it is kept; its stream, if that is kept by month. */
export type PlacedPosting = { partition: string; posting: Posting; stream?: Stream };

const SHARDS = ['0', '1', '2', '3'];

/** The partitions of a stream's month, each sorted by position. */
export const partitionsOf = (stream: Stream, month: string): string[] =>
  SHARDS.map((shard) => `${stream}|${month}|${shard}`);

/** The month (in UTC) of a position. */
export const monthOf = (position: string): string => position.slice(0, 7);

const HOURS_TOGETHER = 3;
const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * The partitions with the videos of a camera in which a label is seen: three hours of the day each, all months
 * together, since no camera sends 1,000 videos a second.
 */
export const cameraLabelPartitions = (
  { camera, label }: { camera: string; label: string },
  hours: Hours = { from: 0, to: 24 },
): string[] => {
  const asked = HOURS_OF_DAY.filter((hour) => isWithin(hour, hours));
  return [...new Set(asked.map((hour) => cameraLabelPartition({ camera, label, hour })))];
};

const cameraLabelPartition = (of: { camera: string; label: string; hour: number }) =>
  // Both names are free text.
  `camera-label|${JSON.stringify([of.camera, of.label])}|${Math.floor(of.hour / HOURS_TOGETHER)}`;

/** Every posting that makes an entry found. */
export const postingsOf = (entry: LibraryEntry): PlacedPosting[] => {
  const position = positionOf(entry);
  const { camera } = entry;
  const posting: Posting = {
    position,
    revision: entry.revision,
    id: entry.id,
    state: entry.state,
    door: entry.door,
    minute: minuteOf(localTimeOf(entry.recorded)),
    ...(camera !== undefined && { camera }),
  };
  const place = (stream: Stream, shown = posting): PlacedPosting => ({
    stream,
    partition: `${stream}|${monthOf(position)}|${shardOf(entry.id)}`,
    posting: shown,
  });
  return [
    place('all'),
    ...(camera === undefined ? [] : [place(`camera|${camera}`)]),
    ...entry.labels.flatMap(({ name: label, captures }) => {
      const shown = { ...posting, shownWith: signatureOf(labelsIn(captures, entry)) };
      const hour = Math.floor(posting.minute / 60);
      const inCamera = camera !== undefined && cameraLabelPartition({ camera, label, hour });
      return [
        place(`label|${label}`, shown),
        ...(inCamera === false ? [] : [{ partition: inCamera, posting: shown }]),
      ];
    }),
  ];
};

const labelsIn = (captures: number[], { labels }: LibraryEntry) =>
  labels
    .filter((label) => label.captures.some((capture) => captures.includes(capture)))
    .map(({ name }) => name);

const minuteOf = (localTime: string) =>
  Number(localTime.slice(11, 13)) * 60 + Number(localTime.slice(14, 16));

// Ids are random, so their last digit is evenly distributed.
const shardOf = (id: string) => SHARDS[Number.parseInt(id.slice(-1), 16) % SHARDS.length];
