import fs from 'node:fs';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type RawRequest, send, sign } from '../../../auth/testing/raw-request.ts';
import type { S3Options } from '../s3.ts';
import { serveS3, type ServedS3 } from './serve-s3.ts';

/** Signs headers that leave the body unsigned, so that a test can put anything into it. */
export const UNSIGNED_BODY = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

/**
 * S3 for a file of attack tests: after each one the server responds, nothing has failed internally, and no files are
 * left over.
 */
export const underAttack = (options: Pick<S3Options, 'idleTimeoutMs'> = {}) => {
  const errors: unknown[] = [];
  let served: ServedS3;
  beforeAll(async () => {
    served = await serveS3({}, { ...options, onError: (error) => errors.push(error) });
  });
  afterAll(() => served.stop());

  const sendSigned = async (request: RawRequest) => {
    const headers = { ...UNSIGNED_BODY, ...request.headers };
    return send(served.endpoint, await sign(served.endpoint, { ...request, headers }));
  };

  afterEach(async () => {
    expect((await sendSigned({ path: '/bucket' })).status).toBe(200);
    expect(errors).toEqual([]);
    expect(fs.readdirSync(`${served.directory}/.incoming`)).toEqual([]);
  });
  return { served: () => served, sendSigned };
};
