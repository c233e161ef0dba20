import type { LimitStore } from '../limit-store.ts';

/** In-memory counters. */
export const fakeLimits = (): LimitStore => {
  const counts = new Map<string, { taken: number; bytes: number }>();
  return {
    take: async ({ id }, { most, mostBytes = 0, bytes = 0 }) => {
      const count = counts.get(id) ?? { taken: 0, bytes: 0 };
      if (count.taken >= most || count.bytes + bytes > mostBytes) return false;
      counts.set(id, { taken: count.taken + 1, bytes: count.bytes + bytes });
      return true;
    },
    giveBack: async ({ id }, given) => {
      const count = counts.get(id);
      if (count && count.taken > 0)
        counts.set(id, { taken: count.taken - 1, bytes: count.bytes - (given?.bytes ?? 0) });
    },
  };
};
