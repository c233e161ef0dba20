import { dayOf, type LimitStore } from '@video-service/shared/limit-store';

const GIGABYTE = 1e9;

export type DailyLimitPorts = {
  limits: LimitStore;
  now: () => number;
  uploads: number;
  gigabytes: number;
};

/**
 * Opens an upload and counts it, with its bytes, against its day (UTC). Returns the result of `open`, or when uploads
 * resume if the day's limit is reached. Uploads that fail to open are not counted.
 */
export const openWithinDay = async <Opened>(
  bytes: number,
  open: () => Promise<Opened>,
  { limits, now, uploads, gigabytes }: DailyLimitPorts,
): Promise<{ opened: Opened } | { againAt: number }> => {
  const { name, endsAt } = dayOf(now());
  const window = { id: `uploads ${name}`, endsAt };
  const most = { most: uploads, mostBytes: Math.floor(gigabytes * GIGABYTE), bytes };
  if (!(await limits.take(window, most))) return { againAt: endsAt };
  try {
    return { opened: await open() };
  } catch (error) {
    await limits.giveBack(window, { bytes });
    throw error;
  }
};
