import { metadataKey } from '@video-service/shared/keys';
import { Metadata } from '@video-service/shared/metadata';
import type { Bucket } from '@video-service/shared/s3';
import * as v from 'valibot';

export type Renders = Pick<Bucket, 'create' | 'readVersion' | 'replace'>;

const Published = v.pipe(
  v.string(),
  v.parseJson(),
  v.pick(Metadata, ['status', 'revision', 'source']),
);

/** What is published of a session: its status, and the text and eTag of its object. */
export type Published = v.InferOutput<typeof Published> & { text: string; etag: string };

/** Creates the metadata.json of a session; false if it exists. Exactly one of any number of callers creates it. */
export const publishFirst = (metadata: Metadata, renders: Renders) =>
  renders.create(metadataKey(metadata.id), toObject(metadata));

/**
 * Publishes the metadata as the next revision. Does nothing if only the revision would differ; false if another
 * revision was published in between.
 */
export const publishNext = async (metadata: Metadata, published: Published, renders: Renders) => {
  const { revision = 1, text, etag } = published;
  if (toText({ ...metadata, revision }) === text) return true;
  const next = toObject({ ...metadata, revision: revision + 1 });
  return renders.replace(metadataKey(metadata.id), next, etag);
};

/** What is published of the session; throws NoSuchKey if nothing is. */
export const readPublished = async (id: string, renders: Renders): Promise<Published> => {
  const { text, etag } = await renders.readVersion(metadataKey(id));
  return { ...v.parse(Published, text), text, etag };
};

// Parsing puts the keys in the order of the contract, so that the same metadata gives the same bytes.
const toText = (metadata: Metadata) => JSON.stringify(v.parse(Metadata, metadata));

const toObject = (metadata: Metadata) => ({
  body: toText(metadata),
  contentType: 'application/json',
});
