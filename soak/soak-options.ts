import { parseArgs } from 'node:util';

export const HELP = `Usage: npm run soak -- [options]

Runs the local engine for a while, kills it and its workers, fills its disk and sets its clock, and shows that every
video it accepted came to exactly one end. Exits with 1 when one did not.

  --minutes N    how long faults go on (default: 10); what follows takes about as long again
  --videos N     how many videos are dropped meanwhile (default: 300)
  --seed N       draws the order of the faults (default: 1)
  --write FILE   writes the figures into a page, between <!-- soak --> and <!-- /soak -->
  --help         show this text
`;

export type SoakOptions = {
  minutes: number;
  videos: number;
  seed: number;
  write: string | undefined;
};

/** The options in the arguments; undefined if they are invalid. */
export const soakOptionsIn = (args: string[]): SoakOptions | 'help' | undefined => {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    if (values.help) return 'help';
    const [minutes, videos, seed] = [values.minutes, values.videos, values.seed].map(Number);
    if (!isPositive(minutes) || !isPositive(videos) || !Number.isInteger(videos)) return undefined;
    return Number.isInteger(seed)
      ? { minutes, videos, seed: seed ?? 0, write: values.write }
      : undefined;
  } catch {
    // An unknown option: the help lists the known ones.
    return undefined;
  }
};

const isPositive = (value: number | undefined): value is number => Number(value) > 0;

const OPTIONS = {
  minutes: { type: 'string', default: '10' },
  videos: { type: 'string', default: '300' },
  seed: { type: 'string', default: '1' },
  write: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;
