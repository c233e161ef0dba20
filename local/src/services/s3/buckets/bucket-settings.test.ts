import { expect, test } from '@jest/globals';
import {
  type CORSRule,
  DeleteBucketCorsCommand,
  DeleteBucketTaggingCommand,
  GetBucketCorsCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  type ListBucketsCommandOutput,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  CreateBucketCommand,
  HeadBucketCommand,
  DeleteObjectsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { onS3 } from '../testing/on-s3.ts';

const here = onS3();

const Bucket = 'bucket';
const putCors = (...CORSRules: CORSRule[]) =>
  here.client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
const preflight = (origin: string) =>
  fetch(`${here.served.endpoint}/bucket/key`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PUT' },
  });

test('CORS rules can be set, read, applied and deleted', async () => {
  const rule = {
    ID: 'pages',
    AllowedOrigins: ['https://*.example'],
    AllowedMethods: ['PUT', 'GET'],
    AllowedHeaders: ['content-*'],
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: 60,
  };
  await putCors(rule);

  const { CORSRules } = await here.client.send(new GetBucketCorsCommand({ Bucket }));
  expect(CORSRules).toEqual([rule]);
  expect((await preflight('https://a.example')).status).toBe(200);

  await here.client.send(new DeleteBucketCorsCommand({ Bucket }));
  expect((await preflight('https://a.example')).status).toBe(403);
  await expect(here.client.send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchCORSConfiguration',
    $metadata: { httpStatusCode: 404 },
  });
});

test.each<[string, Partial<CORSRule>, string]>([
  ['a method that browsers cannot ask for', { AllowedMethods: ['PATCH'] }, 'InvalidRequest'],
  ['two wildcards in an origin', { AllowedOrigins: ['*.*'] }, 'InvalidRequest'],
  ['no origin', { AllowedOrigins: [] }, 'MalformedXML'],
])('CORS rules with %s are refused', async (_title, wrong, name) => {
  const rule = { AllowedOrigins: ['*'], AllowedMethods: ['GET'], ...wrong };

  await expect(putCors(rule)).rejects.toMatchObject({ name });
});

test('the tags of a bucket are put, read and deleted', async () => {
  const TagSet = [{ Key: 'stage', Value: 'local' }];
  await here.client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  expect((await here.client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);

  await here.client.send(new DeleteBucketTaggingCommand({ Bucket }));

  await expect(here.client.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchTagSet',
  });
});

test('buckets are listed in pages, by prefix and by region', async () => {
  for (const name of ['page-a', 'page-b', 'page-c']) here.served.s3.configureBucket(name, {});
  const list = (more: object) =>
    here.client.send(new ListBucketsCommand({ Prefix: 'page-', ...more }));
  const namesIn = ({ Buckets = [] }: ListBucketsCommandOutput) => Buckets.map(({ Name }) => Name);

  const first = await list({ MaxBuckets: 2 });
  const second = await list({ MaxBuckets: 2, ContinuationToken: first.ContinuationToken });

  expect(namesIn(first)).toEqual(['page-a', 'page-b']);
  expect(namesIn(second)).toEqual(['page-c']);
  expect(second.ContinuationToken).toBeUndefined();
  expect(namesIn(await list({ BucketRegion: 'eu-west-1' }))).toEqual([]);
  await expect(list({ MaxBuckets: 0 })).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('a bucket of another account than expected is refused', async () => {
  const head = (ExpectedBucketOwner: string) =>
    here.client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner }));

  await head('000000000000');
  await expect(head('111111111111')).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
});

test.each<[string, (client: S3Client) => Promise<unknown>, string]>([
  [
    'a bucket policy',
    (s3) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' })),
    'PUT bucket?policy',
  ],
  [
    'a lock',
    (s3) => s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true })),
    'x-amz-bucket-object-lock-enabled',
  ],
  [
    'the version of one of many objects',
    (s3) =>
      s3.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a', VersionId: '1' }] } }),
      ),
    'VersionId',
  ],
])('%s is refused with its error', async (_title, send, named) => {
  const error: unknown = await send(here.client).catch((refusal: unknown) => refusal);

  expect(error).toMatchObject({ name: 'NotImplemented' });
  expect(JSON.stringify({ ...(error as object), text: String(error) })).toContain(named);
});
