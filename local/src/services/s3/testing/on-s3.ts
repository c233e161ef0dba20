import { afterAll, beforeAll } from '@jest/globals';
import type { S3Client } from '@aws-sdk/client-s3';
import { serveS3, type ServedS3 } from './serve-s3.ts';

/** Serves one S3 to all tests of a file, with a client. */
export const onS3 = () => {
  let served: ServedS3 | undefined;
  let client: S3Client | undefined;
  beforeAll(async () => {
    served = await serveS3();
    client = served.client();
  });
  afterAll(() => served?.stop());
  return {
    get served() {
      return open(served);
    },
    get client() {
      return open(client);
    },
  };
};

const open = <What>(what: What | undefined): What => {
  if (what === undefined) throw new Error('S3 is served before the first test');
  return what;
};
