import type { VideoError } from '@video-service/shared/metadata';
import pMap from 'p-map';
import { missingIn } from '../stores/session.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { settleSession, type SettlePorts } from './settle-session.ts';

const CONCURRENCY = 10;

// Deadlines after which a session that cannot be settled is given up.
const RESISTING = 2;

export type SweepPorts = SettlePorts & {
  sessions: Pick<SessionStore, 'get' | 'close' | 'fail' | 'listOpen'>;
  deadlineSeconds: number;
  now: () => number;
};

type Report = (id: string, outcome: string) => void;

/**
 * Finishes every open session that is complete, whoever forgot to tell, and fails those that are past their
 * deadline. One that cannot be settled hinders no other.
 */
export const sweepSessions = async (ports: SweepPorts, report: Report): Promise<void> => {
  const sweep = async (id: string) => report(id, await sweepSession(id, ports));
  await pMap(ports.sessions.listOpen(), sweep, { concurrency: CONCURRENCY, stopOnError: false });
};

const sweepSession = async (id: string, ports: SweepPorts) => {
  const { sessions, deadlineSeconds, now } = ports;
  const session = await sessions.get(id);
  if (!session) return 'session is closed';
  const ageSeconds = (now() - Date.parse(session.createdAt)) / 1000;
  const missing = missingIn(session);
  if (missing && ageSeconds > deadlineSeconds)
    await sessions.fail(id, timeout(missing, deadlineSeconds));
  try {
    return await settleSession(id, ports);
  } catch (error) {
    if (ageSeconds <= RESISTING * deadlineSeconds) throw error;
    return await settleWithoutCaptures(id, ports);
  }
};

// Whatever is wrong with its rows: what has resisted for so long is told without them, and ends.
const settleWithoutCaptures = async (id: string, ports: SweepPorts) => {
  await ports.sessions.fail(id, timeout('status', RESISTING * ports.deadlineSeconds));
  return settleSession(id, { ...ports, labels: { list: () => Promise.resolve([]) } });
};

type Waiting = NonNullable<ReturnType<typeof missingIn>> | 'status';

const WAITED_FOR: Record<Waiting, string> = {
  gif: 'preview is',
  captures: 'key frames are',
  labels: 'labels are',
  status: 'metadata is',
};

const timeout = (stage: Waiting, deadlineSeconds: number): VideoError => ({
  stage,
  code: 'TIMED_OUT',
  message: `After ${Math.round(deadlineSeconds / 60)} minutes the ${WAITED_FOR[stage]} still missing.`,
  hint: 'Upload the video again; a shorter one is done sooner.',
});
