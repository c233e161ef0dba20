import { dies, dying } from '@video-service/shared/testing/dying';
import type { AllPorts, FakePorts } from './fake-ports.ts';

/**
 * Delivers once for every call of a step, crashes before or after the effect of that call, then delivers again to the
 * remaining state. Returns the ports of all these lives, each with how its first try crashed.
 */
export const diedAndDeliveredAgain = async (
  prepare: () => Promise<FakePorts>,
  deliver: (ports: AllPorts) => Promise<unknown>,
) => {
  const lives: { died: string; ports: FakePorts }[] = [];
  for (const death of ['before', 'after'] as const)
    for (let last = 1; ; last++) {
      const ports = await prepare();
      if (!(await dies(deliver(dying(ports, last, death))))) break;
      await deliver(ports);
      lives.push({ died: `${death} call ${last}`, ports });
    }
  return lives;
};
