import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import S3 from 'aws-sdk/clients/s3.js';
import { serveS3, type ServedS3 } from '../testing/serve-s3.ts';

// Cameras in the field still use scripts based on it.
const BIG = randomBytes(12 * 1024 * 1024 + 7);
const Bucket = 'bucket';

let served: ServedS3;
let client: S3;
beforeAll(async () => {
  process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
  served = await serveS3();
  client = connect('v4');
});
afterAll(() => served.stop());

const connect = (signatureVersion: string) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const place = { endpoint: served.endpoint, region: 'us-east-1', s3ForcePathStyle: true };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- v2 types options as a class
  return new S3({ ...place, ...credentials, signatureVersion, maxRetries: 0 });
};

const uploads: [string, (Key: string) => Promise<unknown>][] = [
  ['a buffer', (Key) => client.putObject({ Bucket, Key, Body: BIG }).promise()],
  [
    'a managed upload in parts',
    (Key) => client.upload({ Bucket, Key, Body: Readable.from([BIG]) }).promise(),
  ],
];

test.each(uploads)('%s is put, listed, read back and deleted', async (name, upload) => {
  const Key = `sdk v2/ä+(${name})'!*.bin`;

  await upload(Key);

  const { Contents } = await client.listObjectsV2({ Bucket, Prefix: 'sdk v2/' }).promise();
  expect(Contents?.map((object) => [object.Key, object.Size])).toEqual([[Key, BIG.length]]);
  const { Body } = await client.getObject({ Bucket, Key }).promise();
  expect(Buffer.isBuffer(Body) && Body.equals(BIG)).toBe(true);
  await client.deleteObjects({ Bucket, Delete: { Objects: [{ Key }] } }).promise();
  await expect(client.headObject({ Bucket, Key }).promise()).rejects.toMatchObject({
    statusCode: 404,
  });
});

test('a presigned URL of version 4 reads an object, one of version 2 is refused', async () => {
  await client.putObject({ Bucket, Key: 'shared', Body: 'content' }).promise();
  const old = connect('v2');
  const url = (from: S3) => from.getSignedUrlPromise('getObject', { Bucket, Key: 'shared' });

  expect(await (await fetch(await url(client))).text()).toBe('content');
  const refused = await fetch(await url(old));
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining('Please use AWS4-HMAC-SHA256.'),
  ]);
});
