import { count } from '../design/format.ts';
import type { UploadItem } from './sending/upload-item.ts';

type Item = Pick<UploadItem, 'id' | 'name' | 'state'>;

/** What has changed between two states of the list, in a sentence or two for screen readers. */
export const newsOf = (before: Item[], after: Item[]): string => {
  const known = new Map(before.map(({ id, state }) => [id, state]));
  const changed = after.filter(({ id, state }) => known.get(id) !== state);
  return Object.entries(Object.groupBy(changed, ({ state }) => state))
    .map(([state, items]) => SENTENCES[state as Item['state']](subjectOf(items)))
    .join(' ');
};

const subjectOf = ([only, ...others]: Item[]) =>
  only && others.length === 0 ? only.name : count(others.length + 1, 'video');

const SENTENCES: Record<Item['state'], (subject: string) => string> = {
  sending: (subject) => `Uploading ${subject}.`,
  paused: (subject) => `Paused: ${subject}.`,
  waiting: (subject) => `Connection lost while sending ${subject}. Retrying.`,
  lost: (subject) => `Choose again to resume: ${subject}.`,
  failed: (subject) => `Not uploaded: ${subject}.`,
};
