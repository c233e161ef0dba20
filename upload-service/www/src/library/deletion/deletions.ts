import * as v from 'valibot';
import { deleteVideo, troubleIn } from '../list/library-api.ts';
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

// A browser may forbid storage: a reload then deletes nothing.
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
      // As above.
    }
  },
};

/** The deletions that are asked for on this page. */
export const deletions = createDeletions({ deleteVideo, troubleIn, hide, reveal, kept });
