import * as v from 'valibot';
import { readBody } from '../body/receive.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { parseXml, writeXml } from '../http/xml.ts';
import { requireBucket, type Store } from '../store.ts';
import { deleteObjects } from './delete-objects.ts';
import { NULL_VERSION } from './list-objects.ts';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_KEYS = 1000;
const REMOVED = 'ObjectRemoved:Delete';

const Deletions = v.object({
  Delete: v.object({
    Object: v.pipe(
      v.array(v.looseObject({ Key: v.pipe(v.string(), v.nonEmpty()) })),
      v.maxLength(MAX_KEYS),
    ),
    Quiet: v.optional(v.string()),
  }),
});

/** DeleteObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject = (store: Store, { bucket, key, headers, origin }: S3Call): Reply => {
  requireBucket(store, bucket);
  const ifMatch = headers['if-match'];
  deleteObjects(store, [key], { bucket, name: REMOVED, origin, conditions: { ifMatch } });
  return { status: 204 };
};

/** DeleteObject of a version. Buckets here have no versioning, so that each object has one version, called null. */
export const deleteObjectVersion = (store: Store, call: S3Call): Reply => {
  const { versionId = '' } = call.query;
  if (versionId === NULL_VERSION) return deleteObject(store, call);
  throw new S3Error('InvalidArgument', 'Invalid version id specified', {
    ArgumentName: 'versionId',
    ArgumentValue: versionId,
  });
};

/** DeleteObjects: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteManyObjects = async (store: Store, call: S3Call): Promise<Reply> => {
  const { bucket, headers, origin } = call;
  requireBucket(store, bucket);
  requireIntegrity(headers);
  const xml = await readBody(call.openBody(), headers, MAX_BODY_BYTES);
  const { Delete } = parseXml(Deletions, xml, ['Object']);
  refuseConditions(Delete.Object);
  const keys = Delete.Object.map(({ Key }) => Key);
  deleteObjects(store, keys, { bucket, name: REMOVED, origin });
  const isQuiet = Delete.Quiet?.trim() === 'true';
  const Deleted = isQuiet ? [] : keys.map((Key) => ({ Key }));
  return { body: writeXml('DeleteResult', { Deleted }) };
};

// Versions and conditions of single objects would be ignored.
const refuseConditions = (objects: object[]) => {
  const ignored = objects.flatMap(Object.keys).find((element) => element !== 'Key');
  if (ignored !== undefined)
    throw new S3Error('NotImplemented', `The local engine does not implement ${ignored} in Delete`);
};

const requireIntegrity = (headers: Record<string, string>) => {
  const isProtected = Object.keys(headers).some(
    (name) =>
      name === 'content-md5' || name === 'x-amz-trailer' || name.startsWith('x-amz-checksum-'),
  );
  if (isProtected) return;
  throw new S3Error(
    'InvalidRequest',
    'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
  );
};
