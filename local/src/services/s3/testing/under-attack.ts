import fs from 'node:fs';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type RawRequest, send, sign } from '../../../auth/testing/raw-request.ts';
import type { S3Options } from '../s3.ts';
import { serveS3, type ServedS3 } from './serve-s3.ts';

/** Signs headers that leave the body unsigned, so that a test can put anything into it. */
export const UNSIGNED_BODY = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

/**
 * S3 for the tests of a file, each of which attacks it: behind each the server answers, nothing has broken inside,
 * and nothing is left lying about.
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
