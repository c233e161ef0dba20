import { readdirSync, readFileSync } from 'node:fs';

const INTERVAL_MS = 250;

type Watcher = (bytes: number) => void;
export type MemoryWatch = ReturnType<typeof createMemoryWatch>;

/**
 * Reports the memory of each watched process group, several times a second; one scan serves all. Reports nothing
 * without /proc.
 */
export const createMemoryWatch = (intervalMs = INTERVAL_MS) => {
  const watchers = new Map<number, Watcher>();
  const residentBytesByGroup = createScan();
  let timer: NodeJS.Timeout | undefined;

  const tick = () => {
    const sizes = residentBytesByGroup(watchers);
    for (const [group, watcher] of watchers) watcher(sizes.get(group) ?? 0);
  };

  return {
    /** Until the returned function is called. */
    watch(group: number, watcher: Watcher) {
      watchers.set(group, watcher);
      timer ??= setInterval(tick, intervalMs);
      return () => {
        watchers.delete(group);
        if (watchers.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
};

/** The most memory that a process has ever used; 0 without /proc. */
export const peakResidentBytes = (pid: number) => kibibytes(readStatus(String(pid)), 'VmHWM');

// A process is examined once, and after that only while its group is watched: a machine has hundreds of others.
const createScan = () => {
  const own = groupIn(readStatus('self'));
  let groups = new Map<string, number>();
  return (watched: ReadonlyMap<number, unknown>) => {
    const [sizes, seen] = [new Map<number, number>(), new Map<string, number>()];
    for (const pid of processIds()) {
      const known = groups.get(pid);
      const status = known === undefined || watched.has(known) ? readStatus(pid) : undefined;
      const group = status === undefined ? known : groupIn(status);
      // A process that was just started is briefly in the engine's own group.
      if (group === undefined || group === own) continue;
      seen.set(pid, group);
      if (status) sizes.set(group, (sizes.get(group) ?? 0) + kibibytes(status, 'VmRSS'));
    }
    groups = seen;
    return sizes;
  };
};

const groupIn = (status: string) => {
  const group = /^NSpgid:\s+(\d+)/mu.exec(status)?.[1];
  return group === undefined ? undefined : Number(group);
};

const processIds = () => {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  } catch {
    return [];
  }
};

// Empty for a process that has ended meanwhile.
const readStatus = (pid: string) => {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
};

const kibibytes = (status: string, field: 'VmRSS' | 'VmHWM') =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'mu').exec(status)?.[1] ?? 0) * 1024;
