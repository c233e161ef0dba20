import type { LimitStore } from '@video-service/shared/limit-store';

const DAY_MS = 86_400_000;
const GIGABYTE = 1e9;

export type DailyLimitPorts = {
  limits: Pick<LimitStore, 'take'>;
  now: () => number;
  uploads: number;
  gigabytes: number;
};

/**
 * Counts an upload of so many bytes in its day (UTC): undefined when it may begin, or when uploads go on, in
 * milliseconds since 1970.
 */
export const takeFromDay = async (
  bytes: number,
  { limits, now, uploads, gigabytes }: DailyLimitPorts,
): Promise<number | undefined> => {
  const day = Math.floor(now() / DAY_MS);
  const endsAt = (day + 1) * DAY_MS;
  const id = `uploads ${new Date(day * DAY_MS).toISOString().slice(0, 10)}`;
  const most = { most: uploads, mostBytes: Math.floor(gigabytes * GIGABYTE), bytes };
  return (await limits.take({ id, endsAt }, most)) ? undefined : endsAt;
};
