import type { Random } from './random.ts';

/** What can go wrong with a request; each is reached by some seed, or the run fails. */
export const REQUEST_FAULTS = [
  'request fails before its effect',
  'request fails after its effect',
  'connection lost before the effect',
  'connection lost after the effect',
  'request delayed',
  'request repeated',
  'request throttled',
  'invocation killed before the effect',
  'invocation killed after the effect',
] as const;
export type RequestFault = (typeof REQUEST_FAULTS)[number];

/** What can go wrong with a delivery. */
export const DELIVERY_FAULTS = [
  'delivery late',
  'delivery twice',
  'delivery lost',
  'delivery impossible',
  'index stale',
  'schedule missed',
] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** What follows from these. */
export const CONSEQUENCES = ['service down', 'invocation timed out', 'event given up'] as const;

type Fault = RequestFault | DeliveryFault;
type Outage = { service: string; from: number; until: number };

const SERVICES = ['dynamodb', 's3', 'sns', 'rekognition', 'graph', 'cdn', 'socket'] as const;
const HOUR_MS = 3_600_000;

export type Faults = ReturnType<typeof drawFaults>;

/** No faults at all, for the run that determines the correct results. */
export const noFaults: Faults = {
  endAt: 0,
  ofRequest: () => undefined,
  happens: () => false,
  isDown: () => false,
  describe: () => 'none',
};

/**
 * The conditions of a seed: which faults occur and how often, and which services are down when. Most seeds have only
 * some kinds, because rare ones show best when nothing else interferes.
 */
export const drawFaults = (random: Random, { from, hours }: { from: number; hours: number }) => {
  const endAt = from + hours * HOUR_MS;
  const rates = new Map<Fault, number>();
  for (const fault of [...REQUEST_FAULTS, ...DELIVERY_FAULTS])
    if (random.chance(0.4)) rates.set(fault, random.pick([0.01, 0.03, 0.1]));
  const outages: Outage[] = [];
  for (let left = random.whole(0, 2); left > 0; left--) {
    const begin = from + random.next() * hours * HOUR_MS * 0.5;
    const minutes = random.pick([2, 10, 45, 240]);
    const end = Math.min(endAt, begin + minutes * 60_000);
    outages.push({ service: random.pick(SERVICES), from: begin, until: end });
  }

  /** Whether the fault happens now. */
  const happens = (fault: Fault, now: number) => {
    const rate = rates.get(fault);
    return rate !== undefined && now < endAt && random.chance(rate);
  };

  return {
    /** When the faults end. */
    endAt,
    happens,

    ofRequest: (now: number): RequestFault | undefined =>
      REQUEST_FAULTS.find((fault) => happens(fault, now)),

    isDown: (service: string, now: number) =>
      outages.some((each) => each.service === service && now >= each.from && now < each.until),

    describe: () =>
      [
        ...[...rates].map(([fault, rate]) => `${fault} ${rate * 100} %`),
        ...outages.map(
          ({ service, from: begin, until }) =>
            `${service} down for ${Math.round((until - begin) / 60_000)} minutes`,
        ),
      ].join(', ') || 'none',
  };
};
