import { randomBytes } from 'node:crypto';

/** An id as S3 gives to each request. */
export const randomId = () => randomBytes(8).toString('hex').toUpperCase();
