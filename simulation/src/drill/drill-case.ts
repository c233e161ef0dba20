type Way = {
  door: 'page' | 'camera' | 'person';
  /** Who deletes: the owner on the page, somebody who removes the object, or the person who sent the video. */
  by: 'owner' | 'storage' | 'sender';
  /** What is put at the video's key after that: another video, which must stay, or the same one, which must not. */
  then?: 'another video' | 'same video';
};

const WAYS: readonly [Way, ...Way[]] = [
  { door: 'page', by: 'owner' },
  { door: 'page', by: 'storage' },
  { door: 'camera', by: 'owner' },
  { door: 'camera', by: 'storage' },
  { door: 'person', by: 'owner' },
  { door: 'person', by: 'sender' },
  { door: 'camera', by: 'owner', then: 'another video' },
  { door: 'page', by: 'owner', then: 'same video' },
];
const DELIVERIES = ['once', 'twice', 'late'] as const;
const DEATHS = ['before', 'after'] as const;

/** More requests than a video's whole way takes, its deletion included; a moment beyond the last is after it. */
const MOMENTS = 250;
/** More requests than anything takes that follows a deletion. */
const REACH = 100;

/** One video is deleted at a request of its way, and one invocation is killed at a request after that. */
export type DrillCase = Way & {
  /** Which request it is during which the deletion is ordered, counted from the first. */
  deletedAt: number;
  /** Which request after that kills its invocation, before or after its effect; undefined if none does. */
  death: { at: number; when: (typeof DEATHS)[number] } | undefined;
  deliveries: (typeof DELIVERIES)[number];
};

const RADICES = [WAYS.length, DELIVERIES.length, MOMENTS, 2 * REACH + 1];

/** How many different cases there are. */
const CASES = RADICES.reduce((product, radix) => product * radix, 1);

// A prime that does not divide CASES: so that any range of numbers has cases of all kinds, and all numbers all cases.
const STRIDE = 7_368_787;

/** The case of a number; CASES numbers in a row are all cases, each once. */
export const caseOf = (number: number): DrillCase => {
  let left = (number * STRIDE) % CASES;
  const digit = (radix: number) => {
    const value = left % radix;
    left = Math.floor(left / radix);
    return value;
  };
  const [way, deliveries, moment, death] = RADICES.map(digit) as [number, number, number, number];
  return {
    ...(WAYS[way] ?? WAYS[0]),
    deletedAt: moment + 1,
    death:
      death === 0 ? undefined : { at: Math.ceil(death / 2), when: DEATHS[death % 2] ?? DEATHS[0] },
    deliveries: DELIVERIES[deliveries] ?? DELIVERIES[0],
  };
};
