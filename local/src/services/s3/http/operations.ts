import {
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  putBucket,
} from '../buckets/bucket-operations.ts';
import { deleteBucketCors, getBucketCors, putBucketCors } from '../buckets/cors-operations.ts';
import { listBuckets } from '../buckets/list-buckets.ts';
import {
  deleteBucketTagging,
  getBucketTagging,
  putBucketTagging,
} from '../buckets/tag-operations.ts';
import {
  deleteManyObjects,
  deleteObject,
  deleteObjectVersion,
} from '../objects/delete-operations.ts';
import { getObject, headObject } from '../objects/get-object.ts';
import { listObjectsV1, listObjectsV2, listObjectVersions } from '../objects/list-objects.ts';
import { getObjectAttributes } from '../objects/object-attributes.ts';
import { putObject } from '../objects/put-object.ts';
import { completeUpload } from '../multipart/complete-upload.ts';
import { listParts, listUploads } from '../multipart/list-uploads.ts';
import { uploadPartCopy } from '../multipart/upload-part-copy.ts';
import { uploadPart } from '../multipart/upload-part.ts';
import { abortUpload, createUpload } from '../multipart/uploads.ts';
import { copyObject } from '../objects/copy-object.ts';
import {
  deleteObjectTagging,
  getObjectTagging,
  putObjectTagging,
} from '../objects/tag-operations.ts';
import type { Store } from '../store.ts';
import type { Address } from './address.ts';
import type { Reply, S3Call } from './call.ts';
import { S3Error } from './s3-error.ts';

export type Operation = (store: Store, call: S3Call) => Reply | Promise<Reply>;

const listObjects: Operation = (store, call) =>
  call.query['list-type'] === '2' ? listObjectsV2(store, call) : listObjectsV1(store, call);

// By method, target, the sub-resource in the query, and whether it copies; with its IAM action:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
const OPERATIONS: Record<string, [run: Operation, action: string]> = {
  'GET service': [listBuckets, 's3:ListAllMyBuckets'],
  'PUT bucket': [putBucket, 's3:CreateBucket'],
  'HEAD bucket': [headBucket, 's3:ListBucket'],
  'DELETE bucket': [deleteBucket, 's3:DeleteBucket'],
  'GET bucket': [listObjects, 's3:ListBucket'],
  'GET bucket?location': [getBucketLocation, 's3:GetBucketLocation'],
  'GET bucket?versioning': [getBucketVersioning, 's3:GetBucketVersioning'],
  'GET bucket?cors': [getBucketCors, 's3:GetBucketCORS'],
  'PUT bucket?cors': [putBucketCors, 's3:PutBucketCORS'],
  'DELETE bucket?cors': [deleteBucketCors, 's3:PutBucketCORS'],
  'GET bucket?tagging': [getBucketTagging, 's3:GetBucketTagging'],
  'PUT bucket?tagging': [putBucketTagging, 's3:PutBucketTagging'],
  'DELETE bucket?tagging': [deleteBucketTagging, 's3:PutBucketTagging'],
  'POST bucket?delete': [deleteManyObjects, 's3:DeleteObject'],
  'GET bucket?uploads': [listUploads, 's3:ListBucketMultipartUploads'],
  'GET bucket?versions': [listObjectVersions, 's3:ListBucketVersions'],
  'PUT object': [putObject, 's3:PutObject'],
  'PUT object<copy': [copyObject, 's3:PutObject'],
  'GET object': [getObject, 's3:GetObject'],
  'HEAD object': [headObject, 's3:GetObject'],
  'GET object?partNumber': [getObject, 's3:GetObject'],
  'HEAD object?partNumber': [headObject, 's3:GetObject'],
  'GET object?attributes': [getObjectAttributes, 's3:GetObjectAttributes'],
  'GET object?tagging': [getObjectTagging, 's3:GetObjectTagging'],
  'PUT object?tagging': [putObjectTagging, 's3:PutObjectTagging'],
  'DELETE object?tagging': [deleteObjectTagging, 's3:DeleteObjectTagging'],
  'DELETE object': [deleteObject, 's3:DeleteObject'],
  'DELETE object?versionId': [deleteObjectVersion, 's3:DeleteObjectVersion'],
  'POST object?uploads': [createUpload, 's3:PutObject'],
  'PUT object?uploadId': [uploadPart, 's3:PutObject'],
  'PUT object?uploadId<copy': [uploadPartCopy, 's3:PutObject'],
  'POST object?uploadId': [completeUpload, 's3:PutObject'],
  'GET object?uploadId': [listParts, 's3:ListMultipartUploadParts'],
  'DELETE object?uploadId': [abortUpload, 's3:AbortMultipartUpload'],
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

/** The operation that a request names, and its action; NotImplemented, by name, for an unsupported one. */
export const operationFor = (
  method: string,
  { bucket, key }: Address,
  { query, headers }: Pick<S3Call, 'query' | 'headers'>,
): { run: Operation; action: string } => {
  const target = key ? 'object' : bucket ? 'bucket' : 'service';
  const named = SUB_RESOURCES.filter((name) => name in query && !isPartOfUpload(name, query));
  const name = `${method} ${[target, ...named].join('?')}`;
  const isCopy = method === 'PUT' && 'x-amz-copy-source' in headers;
  const [run, action] = OPERATIONS[isCopy ? `${name}<copy` : name] ?? [];
  if (run && action) return { run, action };
  if (named.length === 0) throw new S3Error('MethodNotAllowed', undefined, { Method: method });
  throw new S3Error('NotImplemented', `The local engine does not implement ${name}`);
};

// A part number belongs to its upload and does not identify the operation.
const isPartOfUpload = (name: string, query: Record<string, string>) =>
  name === 'partNumber' && 'uploadId' in query;
