import { unmarshall } from '@aws-sdk/util-dynamodb';
import { BUCKETS, TABLES } from '../names.ts';
import type { EndingPorts } from './ending-ports.ts';
import type { Upload } from './upload.ts';

const SERVICES = ['video-service', 'upload-service', 'facebook-service'] as const;

/** Nothing of a deleted video is left except its tombstones, and its receipt says so. */
export const checkDeletion = (
  { id, key, etag }: Upload,
  { cloud, proof }: Pick<EndingPorts, 'cloud' | 'proof'>,
): void => {
  const left = [
    ...Object.values(BUCKETS).flatMap((name) =>
      cloud
        .bucket(name)
        .keys()
        .filter((each) => each.includes(id)),
    ),
    ...(cloud.bucket(BUCKETS.source).get(key)?.etag === etag ? [key] : []),
    ...[TABLES.labels, TABLES.steps].flatMap((name) =>
      cloud
        .table(name)
        .items()
        .map((item) => JSON.stringify(item))
        .filter((item) => item.includes(id)),
    ),
  ];
  for (const each of left) proof.violate(`${each} is left of the deleted video ${id}`);
  const receipt = cloud.table(TABLES.pageSessions).get({ id: { S: id } });
  const row = receipt ? unmarshall(receipt) : {};
  for (const service of SERVICES)
    if (row[service] === undefined) proof.violate(`${service} is missing in the receipt of ${id}`);
  if ('key' in row) proof.violate(`the page still knows the deleted video ${id}`);
  const person = cloud.table(TABLES.people).get({ id: { S: id } });
  if (person && 'sender' in person) proof.violate(`the bot still knows who sent ${id}`);
};
