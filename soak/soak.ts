import { runSoak } from './run-soak.ts';
import { formatFigures, writeFigures } from './report.ts';
import { runWithOwnMounts } from './small-disk.ts';
import { HELP, soakOptionsIn } from './soak-options.ts';

const FAILED = 1;
const MISUSED = 2;

type Terminal = Pick<NodeJS.Process, 'stdout' | 'stderr'>;

/** `npm run soak`; returns the exit code. */
export const soak = async (args: string[], { stdout, stderr }: Terminal): Promise<number> => {
  const options = soakOptionsIn(args);
  if (options === 'help') {
    stdout.write(HELP);
    return 0;
  }
  if (!options) {
    stderr.write(HELP);
    return MISUSED;
  }
  const code = await runWithOwnMounts(process.argv.slice(1));
  if (code !== undefined) return code;

  const startedAt = performance.now();
  const figures = await runSoak(options, (line) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    stderr.write(`${seconds.padStart(5)} s  ${line}\n`);
  });
  stdout.write(`${formatFigures(figures)}\n`);
  if (options.write !== undefined) await writeFigures(options.write, figures);
  return figures.problems.length === 0 ? 0 : FAILED;
};
