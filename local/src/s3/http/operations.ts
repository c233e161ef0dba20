import {
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
  putBucket,
} from '../buckets/bucket-operations.ts';
import { deleteManyObjects, deleteObject } from '../objects/delete-operations.ts';
import { getObject, getObjectTagging, headObject } from '../objects/get-object.ts';
import { listObjectsV1, listObjectsV2 } from '../objects/list-objects.ts';
import { putObject } from '../objects/put-object.ts';
import { completeUpload } from '../multipart/complete-upload.ts';
import { listParts, listUploads } from '../multipart/list-uploads.ts';
import { uploadPartCopy } from '../multipart/upload-part-copy.ts';
import { uploadPart } from '../multipart/upload-part.ts';
import { abortUpload, createUpload } from '../multipart/uploads.ts';
import { copyObject } from '../objects/copy-object.ts';
import type { Store } from '../store.ts';
import type { Address } from './address.ts';
import type { Reply, S3Call } from './call.ts';
import { S3Error } from './s3-error.ts';

export type Operation = (store: Store, call: S3Call) => Reply | Promise<Reply>;

// By method, what it is about, the sub-resource the query names, and whether it copies.
const OPERATIONS: Record<string, Operation> = {
  'GET service': listBuckets,
  'PUT bucket': putBucket,
  'HEAD bucket': headBucket,
  'DELETE bucket': deleteBucket,
  'GET bucket': (store, call) =>
    call.query['list-type'] === '2' ? listObjectsV2(store, call) : listObjectsV1(store, call),
  'GET bucket?location': getBucketLocation,
  'GET bucket?versioning': getBucketVersioning,
  'POST bucket?delete': deleteManyObjects,
  'GET bucket?uploads': listUploads,
  'PUT object': putObject,
  'PUT object<copy': copyObject,
  'GET object': getObject,
  'HEAD object': headObject,
  'GET object?tagging': getObjectTagging,
  'DELETE object': deleteObject,
  'POST object?uploads': createUpload,
  'PUT object?uploadId': uploadPart,
  'PUT object?uploadId<copy': uploadPartCopy,
  'POST object?uploadId': completeUpload,
  'GET object?uploadId': listParts,
  'DELETE object?uploadId': abortUpload,
};

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
const SUB_RESOURCES = [
  ...['accelerate', 'acl', 'analytics', 'attributes', 'cors', 'delete', 'encryption'],
  ...['intelligent-tiering', 'inventory', 'legal-hold', 'lifecycle', 'location', 'logging'],
  ...['metadataConfiguration', 'metadataTable', 'metrics', 'notification', 'object-lock'],
  ...['ownershipControls', 'partNumber', 'policy', 'policyStatus', 'publicAccessBlock'],
  ...['renameObject', 'replication', 'requestPayment', 'restore', 'retention', 'select'],
  ...['session', 'tagging', 'torrent', 'uploadId', 'uploads', 'versionId', 'versioning'],
  ...['versions', 'website'],
];

/** The operation a request names; NotImplemented, by name, for one that this engine does not know. */
export const operationFor = (
  method: string,
  { bucket, key }: Address,
  { query, headers }: Pick<S3Call, 'query' | 'headers'>,
): Operation => {
  const target = key ? 'object' : bucket ? 'bucket' : 'service';
  const named = SUB_RESOURCES.filter((name) => name in query && !isPartOfUpload(name, query));
  const name = `${method} ${[target, ...named].join('?')}`;
  const isCopy = method === 'PUT' && 'x-amz-copy-source' in headers;
  const operation = OPERATIONS[isCopy ? `${name}<copy` : name];
  if (operation) return operation;
  if (named.length === 0) throw new S3Error('MethodNotAllowed', undefined, { Method: method });
  throw new S3Error('NotImplemented', `The local engine does not implement ${name}`);
};

// A part's number goes with its upload and says nothing more about which operation is meant.
const isPartOfUpload = (name: string, query: Record<string, string>) =>
  name === 'partNumber' && 'uploadId' in query;
