import { ownSessionOf } from '@video-service/shared/keys';
import type { TombstoneStore } from '../stores/tombstone-store.ts';
import type { fakeSessionStore } from './fake-session-store.ts';

/** In-memory tombstones, over the rows of an in-memory session store; `fresh` is when each was written. */
export const fakeTombstoneStore = (
  { rows, buried }: ReturnType<typeof fakeSessionStore>,
  now: () => number,
): TombstoneStore & { fresh: Map<string, number> } => {
  const fresh = new Map<string, number>();
  return {
    fresh,
    async bury(id, key) {
      const known = buried.get(id)?.source ?? rows.get(id)?.source ?? (key && { key });
      const createdAt = new Date(now()).toISOString();
      buried.set(id, { id, deleted: true, createdAt, ...(known && { source: known }) });
      rows.delete(id);
      fresh.set(id, now());
      return structuredClone(buried.get(id) ?? { id, deleted: true });
    },
    get: async (id) => structuredClone(buried.get(id)),
    async settle({ id }) {
      buried.set(id, { id, deleted: true });
      fresh.delete(id);
    },
    async sessionsOf(key) {
      const own = ownSessionOf(key);
      if (own !== undefined) return [own];
      return [...rows.values(), ...buried.values()]
        .filter(({ source }) => source?.key === key)
        .map(({ id }) => id);
    },
    async *listFresh(before) {
      for (const [id, at] of fresh) if (at < before) yield id;
    },
  };
};
