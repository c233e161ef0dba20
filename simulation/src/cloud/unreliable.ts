import { currentActor, never } from '../world/actor.ts';
import type { Faults, RequestFault } from '../world/faults.ts';
import type { World } from '../world/world.ts';

const LATENCY_MS = [1, 30] as const;
const DELAY_MS = [1000, 90_000] as const;

/** The client's result of a failed call: a response, or an error if there is none. */
export type Failures<Answer> = {
  failing: (kind: 'error' | 'throttled' | 'down') => Answer;
  lost: (when: 'before' | 'after') => Error;
  /** A service that reports a failure has done nothing, and the client sends nothing twice. */
  isPlain?: boolean;
};

export type Unreliable = ReturnType<typeof createUnreliable>;

/** Makes calls take time, and fail where the seed says so. Clients outside the cloud have no faults. */
export const createUnreliable = (world: World, faults: Faults) => {
  const drawFault = (
    service: string,
    isPlain: boolean,
  ): RequestFault | 'service down' | undefined => {
    const now = world.now();
    if (!currentActor()?.kill) return undefined;
    if (faults.isDown(service, now)) return 'service down';
    const fault = faults.ofRequest(now);
    if (!isPlain) return fault;
    if (fault === 'request fails after its effect') return 'connection lost after the effect';
    return fault === 'request repeated' ? undefined : fault;
  };

  return <Answer>(
    { service, what, run }: { service: string; what: string; run: () => Answer },
    { failing, lost, isPlain = false }: Failures<Answer>,
  ): Promise<Answer> => {
    const actor = currentActor();
    if (actor?.dead) return never();
    const fault = drawFault(service, isPlain);
    if (fault) world.reach(fault);
    const [from, to] = fault === 'request delayed' ? DELAY_MS : LATENCY_MS;

    const perform = (): Answer | Promise<Answer> => {
      switch (fault) {
        case 'request fails before its effect':
          return failing('error');
        case 'request fails after its effect':
          run();
          return failing('error');
        case 'connection lost before the effect':
          throw lost('before');
        case 'connection lost after the effect':
          run();
          throw lost('after');
        case 'request throttled':
          return failing('throttled');
        case 'service down':
          return failing('down');
        case 'request repeated':
          run();
          return run();
        case 'invocation killed before the effect':
          actor?.kill?.('FAULT killed');
          return never();
        case 'invocation killed after the effect':
          run();
          actor?.kill?.('FAULT killed');
          return never();
        case 'request delayed':
        case undefined:
          return run();
      }
    };

    return new Promise((resolve, reject) => {
      world.after(world.random.whole(from, to), () => {
        world.trace.add(fault ? `${what}  FAULT ${fault}` : what);
        try {
          resolve(perform());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  };
};
