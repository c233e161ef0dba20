import { NoSuchKey } from '@aws-sdk/client-s3';
import { metadataKey } from '@video-service/shared/keys';
import { Metadata } from '@video-service/shared/metadata';
import type { Bucket } from '@video-service/shared/s3';
import * as v from 'valibot';

const StoredMetadata = v.pipe(v.string(), v.parseJson(), Metadata);

export type MetadataStore = ReturnType<typeof createMetadataStore>;

/** The results of video-service: one metadata.json per session. */
export const createMetadataStore = (renders: Pick<Bucket, 'readText'>) => ({
  /** Undefined if it does not exist (any more). */
  async read(id: string): Promise<Metadata | undefined> {
    try {
      return v.parse(StoredMetadata, await renders.readText(metadataKey(id)));
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
});
