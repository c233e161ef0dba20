import { isDeepStrictEqual } from 'node:util';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { BUCKETS, TABLES } from '../names.ts';
import type { EndingPorts } from './ending-ports.ts';
import type { Upload } from './upload.ts';

const SERVICES = ['video-service', 'upload-service', 'facebook-service'] as const;

/** What a tombstone may consist of, by table: the video's id, and nothing that says what the video was. */
const TOMBSTONES: Record<string, readonly string[]> = {
  [TABLES.sessions]: ['id', 'deleted', 'expiresAt'],
  [TABLES.pageSessions]: ['id', 'deleted', 'expiresAt', 'deletedAt', 'deletedBy', ...SERVICES],
  [TABLES.library]: ['partition', 'position', 'deleted', 'expiresAt'],
  [TABLES.people]: ['id', 'deleted', 'expiresAt', 'said'],
};

type DeletionPorts = Pick<EndingPorts, 'cloud' | 'proof'>;

/** Of a deleted video, tombstones are all that is left in any bucket, table or queue, and the receipt says so. */
export const checkDeletion = (upload: Upload, { cloud, proof }: DeletionPorts): void => {
  const { id, key } = upload;
  const isIn = (text: string | Buffer) =>
    text.includes(id) || (proof.isOnlyOneAt(key) && text.includes(key));
  const left = [
    ...objectsOf(upload, { cloud, isIn }),
    ...Object.values(TABLES).flatMap((table) => rowsOf(table, { cloud, isIn })),
    ...messagesIn(cloud).filter(isIn),
  ];
  for (const each of left) proof.violate(`${each} is left of the deleted video ${id}`);
  const receipt = cloud.table(TABLES.pageSessions).get({ id: { S: id } }) ?? {};
  for (const service of SERVICES)
    if (!receipt[service]) proof.violate(`${service} is missing in the receipt of ${id}`);
};

type Search = { cloud: EndingPorts['cloud']; isIn: (text: string | Buffer) => boolean };

const objectsOf = ({ key, etag }: Upload, { cloud, isIn }: Search) => [
  ...Object.values(BUCKETS).flatMap((name) => {
    const bucket = cloud.bucket(name);
    return bucket.keys().filter((each) => isIn(each) || isIn(bucket.get(each)?.body ?? ''));
  }),
  ...(cloud.bucket(BUCKETS.source).get(key)?.etag === etag ? [key] : []),
];

const rowsOf = (table: string, { cloud, isIn }: Search) =>
  cloud
    .table(table)
    .items()
    .filter((item) => isIn(JSON.stringify(item)))
    .map((item) => unmarshall(item))
    .filter((row) => !isTombstone(row, TOMBSTONES[table] ?? []))
    .map((row) => `${table} ${JSON.stringify(row)}`);

// What the bot said is emptied, too.
const isTombstone = (row: Record<string, unknown>, attributes: readonly string[]) =>
  row['deleted'] === true &&
  Object.entries(row).every(
    ([name, value]) =>
      attributes.includes(name) && (name !== 'said' || isDeepStrictEqual(value, {})),
  );

const messagesIn = ({ queues, deadLetters }: EndingPorts['cloud']) =>
  [...[...queues.values()].map((queue) => queue.messages()), ...deadLetters.values()]
    .flat()
    .map(({ body }) => body);
