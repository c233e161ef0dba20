import pMap from 'p-map';
import { monthOf, partitionsOf, type Posting } from '../library/postings.ts';
import type { KeptMarks } from '../stores/kept-marks.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';
import { isDue, type RetentionRules, type Rule, rulesAt } from './retention-rules.ts';

export type ApplyRetentionPorts = {
  library: Pick<LibraryStore, 'months' | 'oldest' | 'list'>;
  marks: Pick<KeptMarks, 'has'>;
  /** Requests the deletion of a video; safe to repeat. */
  remove: (id: string) => Promise<unknown>;
  /** False shortly before the run times out. */
  hasTime: () => boolean;
  now: () => number;
};

// Each one is a request to three services; more would delay incoming videos.
const MAX_DELETIONS = 1000;
const CONCURRENCY = 8;
const PAGE = 100;

/**
 * Deletes the videos whose retention period is over, oldest months first. The next run continues with what is left.
 * Runs are stateless, and overlapping runs only repeat requests.
 */
export const applyRetention = async (
  rules: RetentionRules,
  ports: ApplyRetentionPorts,
): Promise<{ deleted: number; isDone: boolean }> => {
  let deleted = 0;
  for (const rule of rulesAt(ports.now(), rules)) {
    for await (const postings of postingsOf(rule, ports)) {
      const due = await dueAmong(postings, rule, ports);
      const some = due.slice(0, MAX_DELETIONS - deleted);
      await pMap(some, ports.remove, { concurrency: CONCURRENCY });
      deleted += some.length;
      if (deleted >= MAX_DELETIONS || !ports.hasTime()) return { deleted, isDone: false };
    }
  }
  return { deleted, isDone: true };
};

async function* postingsOf(
  { stream, before }: Rule,
  { library }: ApplyRetentionPorts,
): AsyncGenerator<Posting[]> {
  const months = (await library.months(stream)).filter((month) => month <= monthOf(before));
  for (const month of months.toReversed())
    for (const partition of partitionsOf(stream, month)) {
      let after = '';
      for (let page: Posting[] | undefined; page === undefined || page.length === PAGE;) {
        page = await library.oldest(partition, { after, before, limit: PAGE });
        if (page.length > 0) yield page;
        after = page.at(-1)?.position ?? after;
      }
    }
}

const dueAmong = async (
  postings: Posting[],
  rule: Rule,
  { library, marks }: ApplyRetentionPorts,
): Promise<string[]> => {
  const ids = postings.filter(({ camera }) => rule.concerns(camera)).map(({ id }) => id);
  const entries = [...(await library.list(ids)).values()];
  const due = entries.filter((entry) => isDue(entry, rule));
  // A mark counts, too: the library may not know of it yet.
  const isKept = await pMap(due, ({ id }) => marks.has(id), { concurrency: CONCURRENCY });
  return due.filter((_, index) => !isKept[index]).map(({ id }) => id);
};
