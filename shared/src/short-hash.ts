import { createHash } from 'node:crypto';

const DIGITS = 12;

/**
 * The form in which logs contain the id of a session or person: enough to find its lines, not enough to see a video.
 */
export const shortHash = (id: string): string =>
  createHash('sha256').update(id.toLowerCase()).digest('hex').slice(0, DIGITS);
