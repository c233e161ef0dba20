import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { LibraryEntry } from '../../../upload-service/api/library-entry.ts';
import { postingsOf } from '../../../upload-service/src/library/postings.ts';
import { BUCKETS, TABLES } from '../names.ts';
import type { EndingPorts } from './ending-ports.ts';
import { metadataIn } from './metadata-history.ts';

const POSTINGS = /^(?:all|camera|label|camera-label)\|/u;

/** The library lists exactly what is in the bucket, in its latest revision, and postings point to nothing else. */
export const checkLibrary = ({ cloud, proof }: Pick<EndingPorts, 'cloud' | 'proof'>): void => {
  const rows = cloud
    .table(TABLES.library)
    .items()
    .map((item) => unmarshall(item));
  const entries = rows.flatMap(({ entry, deleted }) =>
    entry !== undefined && deleted !== true ? [v.parse(LibraryEntry, entry)] : [],
  );
  const listed = new Map(entries.map((entry) => [entry.id, entry]));
  const renders = cloud.bucket(BUCKETS.renders);
  const published = renders
    .keys()
    .filter((key) => key.endsWith('/metadata.json'))
    .flatMap((key) => renders.get(key) ?? [])
    .map(metadataIn);

  for (const { id, revision = 1, labels, status } of published) {
    const entry = listed.get(id);
    if (!entry) proof.violate(`${id} is in the bucket and not in the library`);
    else if (
      entry.revision !== revision ||
      entry.captures.length !== labels.length ||
      entry.state !== (status === 1 ? 'ready' : 'failed')
    )
      proof.violate(
        `the library shows revision ${entry.revision} of ${id}, the bucket ${revision}`,
      );
  }
  for (const { id } of entries)
    if (!published.some((each) => each.id === id))
      proof.violate(`${id} is in the library and not in the bucket`);

  const places = (all: { partition: string; position: string }[]) =>
    all.map(({ partition, position }) => `${partition} ${position}`).sort();
  const right = places(
    entries
      .flatMap(postingsOf)
      .map(({ partition, posting }) => ({ partition, position: posting.position })),
  );
  const found = places(
    rows.flatMap(({ partition, position }) =>
      POSTINGS.test(String(partition))
        ? [{ partition: String(partition), position: String(position) }]
        : [],
    ),
  );
  for (const place of right.filter((each) => !found.includes(each)))
    proof.violate(`the library has no posting ${place}`);
  for (const place of found.filter((each) => !right.includes(each)))
    proof.violate(`the library has a posting too many: ${place}`);
};
