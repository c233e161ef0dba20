export type Random = ReturnType<typeof createRandom>;

/** Random numbers from a seed: the same seed, the same numbers. The generator is mulberry32. */
export const createRandom = (seed: number) => {
  let state = (seed ^ 0x9e3779b9) >>> 0;

  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));

  return {
    /** From 0 to just below 1. */
    next,

    /** A whole number, both ends included. */
    whole,

    /** True with this probability. */
    chance: (share: number) => next() < share,

    pick: <Item>(items: readonly [Item, ...Item[]]): Item =>
      items[whole(0, items.length - 1)] ?? items[0],

    /** A version 4 UUID. */
    uuid: () => {
      const digits = Array.from({ length: 32 }, () => whole(0, 15).toString(16));
      digits[12] = '4';
      digits[16] = '89ab'.charAt(whole(0, 3));
      return [8, 4, 4, 4, 12]
        .map((length) => digits.splice(0, length).join(''))
        .join('-') as `${string}-${string}-${string}-${string}-${string}`;
    },
  };
};
