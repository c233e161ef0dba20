import type { SourceVideo } from '@video-service/shared/messages';
import pMap from 'p-map';
import { PROCESSING, READY, type Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { endWaiting, idleSeconds, type EndWaitingPorts } from './end-waiting.ts';
import { reviseSession } from './revise-session.ts';
import { settleSession, type SettlePorts } from './settle-session.ts';
import { timedOut } from './timed-out.ts';

const CONCURRENCY = 25;

// Deadlines after which a session that cannot be settled fails.
const RESISTING = 2;

export type SweepPorts = SettlePorts &
  EndWaitingPorts & {
    sessions: Pick<SessionStore, 'get' | 'close' | 'listOpen' | 'endRelabelling'>;
    startRender: (video: SourceVideo) => Promise<void>;
  };

export type SweepReport = {
  outcome: (id: string, outcome: string) => void;
  failure: (id: string, error: unknown) => void;
};

/**
 * Finishes every complete open session, even without a notification, ends futile waits, and publishes late labels. A
 * session that cannot be settled is reported and blocks no other: the next sweep retries it. Returns the longest time,
 * in seconds, that a session has gone without progress.
 */
export const sweepSessions = async (ports: SweepPorts, report: SweepReport): Promise<number> => {
  const sweepPorts = { ...ports, capturesWait: once(ports.capturesWait) };
  let longestIdle = 0;
  const sweep = async (id: string) => {
    try {
      const session = await ports.sessions.get(id);
      if (session?.status === PROCESSING)
        longestIdle = Math.max(longestIdle, idleSeconds(session, ports.now()));
      report.outcome(id, session ? await sweepSession(session, sweepPorts) : 'session is closed');
    } catch (error) {
      report.failure(id, error);
    }
  };
  await pMap(ports.sessions.listOpen(), sweep, { concurrency: CONCURRENCY });
  return longestIdle;
};

// The queue is checked once per sweep, and only if needed.
const once = <Result>(ask: () => Promise<Result>) => {
  let answer: Promise<Result> | undefined;
  return () => (answer ??= ask());
};

const sweepSession = async (session: Session, ports: SweepPorts) => {
  const { id } = session;
  if (session.status === READY) return reviseSession(session, ports);
  try {
    await endWaiting(session, ports);
    return await settleSession(id, ports);
  } catch (error) {
    if (idleSeconds(session, ports.now()) <= RESISTING * ports.deadlineSeconds) throw error;
    // Whatever is wrong with its rows, a session that has failed to settle for so long ends without them.
    await ports.sessions.fail(session, timedOut('status'));
    return settleSession(id, { ...ports, labels: { list: () => Promise.resolve([]) } });
  }
};
