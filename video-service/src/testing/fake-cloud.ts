import { parseCaptureKey } from '@video-service/shared/keys';
import type { SourceVideo, StepDone } from '@video-service/shared/messages';
import type fc from 'fast-check';
import { createCaptures } from '../create-captures/create-captures.ts';
import { createGif } from '../create-gif/create-gif.ts';
import { createSession } from '../create-session/create-session.ts';
import { tryLabels } from '../get-labels/try-labels.ts';
import type { FailedWork } from '../record-failure/failed-work.ts';
import { recordFailure } from '../record-failure/record-failure.ts';
import { sweepSessions } from '../status/sweep-sessions.ts';
import { settleSession } from '../status/settle-session.ts';
import { type Death, dies, dying } from '@video-service/shared/testing/dying';
import { type AllPorts, fakePorts } from './fake-ports.ts';

const TRIES = 3;

type Delivery = {
  run: (ports: AllPorts, tries: number) => Promise<unknown>;
  failed: FailedWork;
};

/** These come through a queue: a failed message waits among the dead letters, and nobody records it. */
const QUEUED: FailedWork['step'][] = ['create-session', 'get-labels'];

/**
 * The call at which a try crashes, if it makes so many; before or after the effect of the call. With `only`, waits for
 * a try of that step.
 */
export type Fate = { last: number; death: Death; only?: FailedWork['step'] | undefined };

/**
 * The steps wired as in serverless.yml, in memory. The scheduler decides which call of any port continues next, every
 * delivery comes `copies` times, and the tries meet the fates one after the other.
 */
export const fakeCloud = (
  scheduler: fc.Scheduler,
  { copies, fates }: { copies: number; fates: Fate[] },
) => {
  const memory = fakePorts();
  const left = [...fates];
  const failures: FailedWork[] = [];
  const errors: unknown[] = [];
  const deadLetters: Delivery[] = [];

  const deliver = (delivery: Delivery) => {
    for (let copy = 0; copy < copies; copy++)
      invoke(delivery, 1).catch((error: unknown) => errors.push(error));
  };

  const invoke = async (delivery: Delivery, tries: number): Promise<void> => {
    const { run, failed } = delivery;
    await scheduler.schedule(Promise.resolve(), failed.step);
    const next = left.findIndex(({ only = failed.step }) => only === failed.step);
    const [fate] = next < 0 ? [] : left.splice(next, 1);
    const died = await dies(run(fate ? dying(cloud, fate.last, fate.death) : cloud, tries));
    if (!died) return;
    if (tries < TRIES) return invoke(delivery, tries + 1);
    failures.push(failed);
    if (QUEUED.includes(failed.step)) deadLetters.push(delivery);
    else await recordFailure(failed, cloud);
  };

  /** Uploads a video, and leaves the rest to the scheduler. */
  const upload = (video: SourceVideo) =>
    deliver({
      run: (ports) => createSession(video, ports),
      failed: { step: 'create-session', video },
    });

  const cloud: AllPorts = {
    ...inTurns(scheduler, memory),
    startRender: async (video) => {
      await memory.startRender(video);
      deliver({
        run: (ports) => createGif(video, ports),
        failed: { step: 'create-gif', video },
      });
      deliver({
        run: (ports) => createCaptures(video, ports),
        failed: { step: 'create-captures', video },
      });
    },
    putCapture: async (key, file) => {
      const capture = parseCaptureKey(key);
      if (!capture) throw new Error(`${key} is no capture`);
      await memory.putCapture(key, file);
      deliver({
        run: (ports, tries) => tryLabels({ ...capture, key }, { tries, maxTries: TRIES }, ports),
        failed: { step: 'get-labels', ...capture },
      });
    },
    publish: async (done: StepDone) => {
      await memory.publish(done);
      if (!done.waiting)
        deliver({
          run: (ports) => settleSession(done.id, ports),
          failed: { step: 'status', id: done.id },
        });
    },
  };

  /** One run of the schedule, whose deliveries are left to the scheduler. */
  const sweep = () => {
    // Listing is immediate.
    const sessions = { ...cloud.sessions, listOpen: () => memory.sessions.listOpen() };
    const report = {
      outcome: () => undefined,
      failure: (_: string, error: unknown) => errors.push(error),
    };
    sweepSessions({ ...cloud, sessions }, report).catch((error: unknown) => errors.push(error));
  };

  /** The outage is over, and the dead letters are delivered again. */
  const redrive = () => {
    left.length = 0;
    deadLetters.splice(0).forEach(deliver);
  };

  return { ...memory, failures, errors, upload, sweep, redrive };
};

const inTurns = (scheduler: fc.Scheduler, ports: AllPorts): AllPorts => ({
  ...ports,
  sessions: allInTurns(scheduler, ports.sessions),
  labels: allInTurns(scheduler, ports.labels),
  renders: allInTurns(scheduler, ports.renders),
  renderPreviews: scheduler.scheduleFunction(ports.renderPreviews),
  detectLabels: scheduler.scheduleFunction(ports.detectLabels),
});

type Call = (...args: unknown[]) => Promise<unknown>;

const allInTurns = <Port extends object>(scheduler: fc.Scheduler, port: Port): Port =>
  // Every function is unchanged, except that it responds in its turn.
  Object.fromEntries(
    Object.entries(port).map(([name, member]: [string, unknown]) => [
      name,
      typeof member === 'function' ? scheduler.scheduleFunction(member as Call) : member,
    ]),
  ) as Port;
