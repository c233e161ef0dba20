import * as v from 'valibot';
import { deleteVideo, shownErrorOf } from '../list/library-api.ts';
import { hide, reveal } from '../list/library.ts';
import { createDeletions, type Doomed } from './create-deletions.ts';

const KEY = 'video-bank.deletion';

const Kept = v.fallback(
  v.pipe(
    v.string(),
    v.parseJson(),
    v.array(v.object({ id: v.pipe(v.string(), v.uuid()), name: v.string() })),
  ),
  [],
);

// A browser can forbid storage: a reload then cancels the deletion.
const kept = {
  read: () => {
    try {
      return v.parse(Kept, sessionStorage.getItem(KEY) ?? '[]');
    } catch {
      return [];
    }
  },
  write: (videos: Doomed[]) => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(videos));
    } catch {
      // See above.
    }
  },
};

/** The page's pending deletions. */
export const deletions = createDeletions({ deleteVideo, shownErrorOf, hide, reveal, kept });
