import { unmarshall } from '@aws-sdk/util-dynamodb';
import { keptKey } from '@video-service/shared/keys';
import type { Deployment } from '../deployment/deployment.ts';
import { OLD_CAMERA } from '../handlers.ts';
import { BUCKETS, TABLES } from '../names.ts';
import type { EndingPorts } from './ending-ports.ts';

const DAY_MS = 86_400_000;

type Listed = { id: string; camera?: string; uploadedAt: string };

/** The listed videos that have stayed for longer than their camera's rule allows, and that nobody keeps. */
export const overdueIn = (cloud: Deployment, now: number): string[] =>
  listedIn(cloud).flatMap(({ entry, kept }) => {
    const isOld = entry.camera === OLD_CAMERA && Date.parse(entry.uploadedAt) < now - DAY_MS;
    return isOld && !kept && !isMarked(entry.id, cloud) ? [entry.id] : [];
  });

/** Kept videos are still there, and both the library and the bucket know that they are kept. */
export const checkKept = ({ cloud, proof }: Pick<EndingPorts, 'cloud' | 'proof'>): void => {
  const listed = new Map(listedIn(cloud).map((each) => [each.entry.id, each]));
  for (const id of proof.orders.kept()) {
    if (proof.isDeleted(id) || proof.isRemoved(id)) continue;
    const isListed = listed.get(id)?.kept === true;
    if (!isListed || !isMarked(id, cloud)) proof.violate(`it is forgotten that ${id} is kept`);
  }
};

const listedIn = (cloud: Deployment) =>
  cloud
    .table(TABLES.library)
    .items()
    .flatMap((item) => {
      const { entry, deleted, kept = false } = unmarshall(item);
      return entry && deleted !== true ? [{ entry: entry as Listed, kept: kept === true }] : [];
    });

const isMarked = (id: string, cloud: Deployment) =>
  cloud.bucket(BUCKETS.renders).get(keptKey(id)) !== undefined;
