import { createHash } from 'node:crypto';

const DIGITS = 12;

/** What stands in logs for the id of a session or a person: enough to find its lines, not enough to see a video. */
export const shortHash = (id: string): string =>
  createHash('sha256').update(id.toLowerCase()).digest('hex').slice(0, DIGITS);
