import { parseArgs } from 'node:util';

const SEEDS = 100;
// A bug that shows in one of a hundred seeds is still found.
const PLANTED_SEEDS = 400;

export const HELP = `Usage: npm run simulate -- [--deletions] [--seeds N] [--seed S] [--trace]
       npm run simulate -- --planted [NAME]

Runs the whole system in virtual time, once for each seed, with faults that the seed draws. Whatever goes wrong,
every video must come to its right end. A seed that fails prints its trace; the same seed gives the same trace.

  --seeds N    how many seeds (default 100, with --seed 1, and at most 400 for each planted bug); from 200 on, every
               kind of fault and every rare branch must have been reached
  --seed S     the first seed (default 1)
  --deletions  delete one video at a request of its way, kill one function after that, and deliver everything again
               when all is over; each seed is another moment, door, way to delete and death
  --trace      print the trace of a seed that does not fail, too
  --planted    plant bugs into the code, one after the other or only NAME, and see that each is found
  --workers N  how many processes (default: one for each processor)
  --help       show this text
`;

export type Options = {
  help: boolean;
  seeds: number[];
  deletions: boolean;
  trace: boolean;
  /** A bug's name, or '' for all of them. */
  planted: string | undefined;
  workers: number | undefined;
};

/** The options in the arguments; undefined if they are invalid. */
export const optionsIn = (args: string[]): Options | undefined => {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [planted, ...others] = positionals;
    if (others.length > 0 || (planted !== undefined && !values.planted)) return undefined;
    const first = whole(values.seed, 1);
    const count = whole(values.seeds, fallbackOf(values));
    return {
      help: values.help,
      seeds: Array.from({ length: count }, (_, index) => first + index),
      deletions: values.deletions,
      trace: values.trace,
      planted: values.planted ? (planted ?? '') : undefined,
      workers: values.workers === undefined ? undefined : whole(values.workers, 1),
    };
  } catch {
    // Whatever is wrong, the help shows the correct usage.
    return undefined;
  }
};

const fallbackOf = ({ planted, seed }: { planted: boolean; seed?: string | undefined }) => {
  if (planted) return PLANTED_SEEDS;
  return seed === undefined ? SEEDS : 1;
};

const OPTIONS = {
  seeds: { type: 'string' },
  seed: { type: 'string' },
  deletions: { type: 'boolean', default: false },
  trace: { type: 'boolean', default: false },
  planted: { type: 'boolean', default: false },
  workers: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const whole = (text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  if (!/^\d{1,9}$/u.test(text)) throw new RangeError(`${text} is no whole number`);
  return Number(text);
};
