import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from './engine.ts';

/** The idle bank's use of resources, in bytes, when it has no videos. */
export type Footprint = {
  rss: number;
  heapUsed: number;
  /** Of objects, complete or not, and what workers left in their /tmp. */
  objects: number;
  temporary: number;
  /** Tables and queues, in which each video leaves a tombstone. */
  rows: number;
};

/** Measures an idle engine. */
export const measure = async (engine: Engine, stateDir: string): Promise<Footprint> => {
  const { rss, heapUsed } = await engine.memory();
  const bytesOf = (name: string) => bytesIn(path.join(stateDir, name));
  return {
    ...{ rss, heapUsed },
    objects: bytesOf('s3'),
    temporary: bytesOf('tmp'),
    rows: bytesOf('dynamodb') + bytesIn(stateDir, false),
  };
};

/** What has grown between two footprints by more than noise explains. */
export const growthBetween = (first: Footprint, last: Footprint, videos: number): string[] => [
  ...(last.objects > first.objects
    ? [`Objects of deleted videos remain: ${last.objects - first.objects} bytes.`]
    : []),
  ...(last.temporary > first.temporary
    ? [`Temporary files remain: ${last.temporary - first.temporary} bytes.`]
    : []),
  ...(last.rss - first.rss > RSS_NOISE_BYTES
    ? [`The engine's memory has grown by ${last.rss - first.rss} bytes.`]
    : []),
  ...(last.heapUsed - first.heapUsed > HEAP_NOISE_BYTES
    ? [`The engine's heap has grown by ${last.heapUsed - first.heapUsed} bytes.`]
    : []),
  ...(last.rows - first.rows > ROW_NOISE_BYTES + videos * ROWS_PER_VIDEO_BYTES
    ? [`Tables and queues have grown by ${last.rows - first.rows} bytes.`]
    : []),
];

const RSS_NOISE_BYTES = 48 * 1024 ** 2;
const HEAP_NOISE_BYTES = 8 * 1024 ** 2;
// LevelDB compacts in steps of 2 MB: https://github.com/google/leveldb/blob/main/doc/impl.md
const ROW_NOISE_BYTES = 8 * 1024 ** 2;
const ROWS_PER_VIDEO_BYTES = 32 * 1024;

const bytesIn = (folder: string, recursive = true) =>
  readdirSync(folder, { recursive, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + sizeOf(path.join(parentPath, name)), 0);

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
