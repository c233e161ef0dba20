import type { Faults, RequestFault } from '../world/faults.ts';
import type { DrillCase } from './drill-case.ts';

// A queue whose messages always come again would never be empty.
const EVERY = 3;

/** The one death of a case, and its way of delivering; `onMoment` is called when the deletion is due. */
export const drillFaults = (
  { deletedAt, death, deliveries, door, by, then }: DrillCase,
  onMoment: () => void,
): Faults => {
  let requests = 0;
  let deliveriesSoFar = 0;
  const fault = `delivery ${deliveries}`;
  return {
    endAt: 0,
    ofRequest: (): RequestFault | undefined => {
      requests += 1;
      if (requests === deletedAt) onMoment();
      return death && requests === deletedAt + death.at
        ? `invocation killed ${death.when} the effect`
        : undefined;
    },
    happens: (each) => each === fault && ++deliveriesSoFar % EVERY === 0,
    isDown: () => false,
    describe: () =>
      `${door}, deleted by ${by} at request ${deletedAt}${then ? `, then ${then}` : ''}, deliveries ${deliveries}, ${
        death ? `killed ${death.when} request ${death.at} after that` : 'nobody killed'
      }`,
  };
};
