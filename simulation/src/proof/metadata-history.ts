import { parseMetadataKey } from '@video-service/shared/keys';
import { Metadata } from '@video-service/shared/metadata';
import * as v from 'valibot';
import type { StoredObject } from '../cloud/s3/bucket.ts';
import type { ObjectChange } from '../deployment/observer.ts';

const Text = v.pipe(v.string(), v.parseJson(), Metadata);

/** The metadata.json in an object. */
export const metadataIn = ({ body }: StoredObject): Metadata => v.parse(Text, body.toString());

/** One metadata.json per session: it is created once, and replaced only by its next revision. */
export const watchMetadata = (violate: (what: string) => void) => {
  const published = new Set<string>();

  return {
    changed: ({ key, before, after }: ObjectChange): void => {
      const id = parseMetadataKey(key);
      if (id === undefined) return;
      published.add(id);
      if (!after) return;
      const next = metadataIn(after);
      const old = before && metadataIn(before);
      if ((next.revision ?? 1) !== (old?.revision ?? 0) + 1)
        violate(`${key}: revision ${old?.revision ?? 0} was replaced by ${next.revision ?? 1}`);
      if (old?.status === 1 && next.status !== 1) violate(`${key}: a ready video has failed`);
    },

    /** Whether there was ever a result. */
    isPublished: (id: string) => published.has(id),
  };
};
