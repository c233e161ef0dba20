import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCorsCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { serveS3, type ServedS3 } from '../testing/serve-s3.ts';

const Bucket = 'bucket';
const object = (key: string) => `arn:aws:s3:::bucket/${key}`;

let served: ServedS3;
let owner: S3Client;
let limited: S3Client;
/** The limited key's permissions, as `action resource`. */
let allowed: Set<string>;
let asked: string[];

beforeAll(async () => {
  const refusal = ({ action, resource }: { action: string; resource: string }) => {
    asked.push(`${action} ${resource}`);
    return allowed.has(`${action} ${resource}`) ? undefined : `no ${action} for you`;
  };
  const keys = new Map([
    ['test', { secretAccessKey: 'test' }],
    ['limited', { secretAccessKey: 'limited', refusal }],
  ]);
  served = await serveS3({}, { keys });
  owner = served.client();
  limited = served.client({
    credentials: { accessKeyId: 'limited', secretAccessKey: 'limited' },
  });
  await owner.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'film' }));
});
afterAll(() => served.stop());

const allow = (...calls: string[]) => {
  allowed = new Set(calls);
  asked = [];
};

const upload = { Bucket, Key: 'there', UploadId: 'none' };
const part = { ...upload, PartNumber: 1, Body: 'x' };
test.each<[string, () => Promise<unknown>, string]>([
  [
    'PutObject',
    () => limited.send(new PutObjectCommand({ Bucket, Key: 'new', Body: 'x' })),
    `s3:PutObject ${object('new')}`,
  ],
  [
    'GetObject',
    () => limited.send(new GetObjectCommand({ Bucket, Key: 'there' })),
    `s3:GetObject ${object('there')}`,
  ],
  [
    'HeadObject',
    () => limited.send(new HeadObjectCommand({ Bucket, Key: 'there' })),
    `s3:GetObject ${object('there')}`,
  ],
  [
    'DeleteObject',
    () => limited.send(new DeleteObjectCommand({ Bucket, Key: 'there' })),
    `s3:DeleteObject ${object('there')}`,
  ],
  [
    'DeleteObjects',
    () =>
      limited.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'there' }] } })),
    `s3:DeleteObject ${object('*')}`,
  ],
  [
    'CreateMultipartUpload',
    () => limited.send(new CreateMultipartUploadCommand({ Bucket, Key: 'new' })),
    `s3:PutObject ${object('new')}`,
  ],
  [
    'UploadPart',
    () => limited.send(new UploadPartCommand(part)),
    `s3:PutObject ${object('there')}`,
  ],
  [
    'CompleteMultipartUpload',
    () => limited.send(new CompleteMultipartUploadCommand(upload)),
    `s3:PutObject ${object('there')}`,
  ],
  [
    'AbortMultipartUpload',
    () => limited.send(new AbortMultipartUploadCommand(upload)),
    `s3:AbortMultipartUpload ${object('there')}`,
  ],
  [
    'ListParts',
    () => limited.send(new ListPartsCommand(upload)),
    `s3:ListMultipartUploadParts ${object('there')}`,
  ],
  [
    'ListObjectsV2',
    () => limited.send(new ListObjectsV2Command({ Bucket })),
    's3:ListBucket arn:aws:s3:::bucket',
  ],
  [
    'ListMultipartUploads',
    () => limited.send(new ListMultipartUploadsCommand({ Bucket })),
    's3:ListBucketMultipartUploads arn:aws:s3:::bucket',
  ],
  [
    'PutObjectTagging',
    () =>
      limited.send(new PutObjectTaggingCommand({ Bucket, Key: 'there', Tagging: { TagSet: [] } })),
    `s3:PutObjectTagging ${object('there')}`,
  ],
  [
    'DeleteBucketCors',
    () => limited.send(new DeleteBucketCorsCommand({ Bucket })),
    's3:PutBucketCORS arn:aws:s3:::bucket',
  ],
  ['ListBuckets', () => limited.send(new ListBucketsCommand({})), 's3:ListAllMyBuckets *'],
])('%s is refused without permission', async (_, send, call) => {
  allow();

  await expect(send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });

  expect(asked).toEqual([call]);
});

test('a put with tags also tags, and attributes take two permissions', async () => {
  const tagged = new PutObjectCommand({ Bucket, Key: 'new', Body: 'x', Tagging: 'a=b' });
  const attributes = new GetObjectAttributesCommand({
    ...{ Bucket, Key: 'there', ObjectAttributes: ['ETag'] },
  });

  allow(`s3:PutObject ${object('new')}`);
  await expect(limited.send(tagged)).rejects.toThrow('no s3:PutObjectTagging');
  allow(`s3:GetObjectAttributes ${object('there')}`);
  await expect(limited.send(attributes)).rejects.toThrow('no s3:GetObject for');
});

test('a copy reads its source and writes its target', async () => {
  const copy = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: '/bucket/there' });
  const calls = [`s3:PutObject ${object('copy')}`, `s3:GetObject ${object('there')}`];

  for (const call of calls) {
    allow(call);
    await expect(limited.send(copy)).rejects.toThrow('for you');
  }
  allow(...calls);
  expect((await limited.send(copy)).CopyObjectResult?.ETag).toMatch(/^"/u);
});

test('only a caller who may list the bucket learns that a key does not exist', async () => {
  const read = new GetObjectCommand({ Bucket, Key: 'missing' });

  allow(`s3:GetObject ${object('missing')}`);
  await expect(limited.send(read)).rejects.toMatchObject({ name: 'AccessDenied' });
  allow(`s3:GetObject ${object('missing')}`, 's3:ListBucket arn:aws:s3:::bucket');
  await expect(limited.send(read)).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a signed URL or form has its signer’s permissions at the time of use', async () => {
  const url = await getSignedUrl(limited, new GetObjectCommand({ Bucket, Key: 'there' }));
  const form = await createPresignedPost(limited, { Bucket, Key: 'form' });
  const post = () => {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
    body.set('file', new Blob(['film']));
    return fetch(form.url, { method: 'POST', body });
  };

  allow();
  expect((await fetch(url)).status).toBe(403);
  const refused = await post();
  expect([refused.status, await refused.text()]).toEqual([
    403,
    expect.stringContaining('<Message>no s3:PutObject for you</Message>'),
  ]);

  allow(`s3:GetObject ${object('there')}`, `s3:PutObject ${object('form')}`);
  expect(await (await fetch(url)).text()).toBe('film');
  expect((await post()).status).toBe(204);
});
