/** Where a run crashes: before or after the effect of one of its calls, counted from 0. */
export type Death = { at: number; when: 'before' | 'after' };

/** Every way in which a run with this many calls can crash. */
export const deathsIn = (calls: number): Death[] =>
  Array.from({ length: calls }, (_, at) => [
    { at, when: 'before' as const },
    { at, when: 'after' as const },
  ]).flat();

/** Wraps calls so that they crash at one of them, and nothing happens afterwards. */
export const dying = ({ at, when }: Death) => {
  let calls = 0;
  return <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const current = calls++;
      if (current > at || (current === at && when === 'before')) throw new Error('died');
      const result = await call(...args);
      if (current === at) throw new Error('died');
      return result;
    };
};
