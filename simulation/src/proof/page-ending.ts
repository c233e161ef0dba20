import { unmarshall } from '@aws-sdk/util-dynamodb';
import { metadataKey } from '@video-service/shared/keys';
import { BUCKETS, TABLES } from '../names.ts';
import type { EndingPorts } from './ending-ports.ts';
import { metadataIn } from './metadata-history.ts';

/** Render Ready has reached the page: its sessions match the latest metadata.json. */
export const checkPageSessions = ({ cloud, proof }: Pick<EndingPorts, 'cloud' | 'proof'>): void => {
  for (const item of cloud.table(TABLES.pageSessions).items()) {
    const { id, status, revision, deleted } = unmarshall(item);
    const object = cloud.bucket(BUCKETS.renders).get(metadataKey(String(id)));
    if (deleted === true || !object) continue;
    const metadata = metadataIn(object);
    if (status !== metadata.status || revision !== (metadata.revision ?? 1))
      proof.violate(
        `the page knows ${String(id)} as ${String(status)} of revision ${String(revision)}, which is ${metadata.status} of ${metadata.revision ?? 1}`,
      );
  }
};
