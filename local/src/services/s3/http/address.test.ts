import { expect, test } from '@jest/globals';
import { parseAddress } from './address.ts';

test.each([
  ['/', 'localhost:4566', '', ''],
  ['/bucket', 'localhost:4566', 'bucket', ''],
  ['/bucket/', '127.0.0.1:4566', 'bucket', ''],
  ['/bucket/a/b%20c', '127.0.0.1:4566', 'bucket', 'a/b c'],
  ['/bucket//a', '127.0.0.1', 'bucket', '/a'],
  ['/bucket/a/../b', '127.0.0.1', 'bucket', 'a/../b'],
  ['/bucket/a+b', '127.0.0.1', 'bucket', 'a+b'],
  ['/', 'bucket.localhost:4566', 'bucket', ''],
  ['/a/b', 'bucket.localhost', 'bucket', 'a/b'],
  ['/a/b', 'my.bucket.s3.localhost:4566', 'my.bucket', 'a/b'],
  ['/a', 'bucket.s3.localhost.localstack.cloud:4566', 'bucket', 'a'],
  ['/bucket/a', 's3.localhost:4566', 'bucket', 'a'],
  ['/bucket/a', 's3.localhost.localstack.cloud:4566', 'bucket', 'a'],
])('%s at %s is %j, %j', (path, host, bucket, key) => {
  expect(parseAddress(path, host)).toEqual({ bucket, key });
});

test.each(['/bucket/%', '/bucket/%ff', '/%c3/key'])('%s is not percent-encoded UTF-8', (path) => {
  expect(() => parseAddress(path, 'localhost')).toThrow("Couldn't parse the specified URI.");
});
