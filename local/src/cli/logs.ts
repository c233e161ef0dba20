import path from 'node:path';
import { parseArgs } from 'node:util';
import { followLog, listFunctionLogs } from '../lambda/follow-logs.ts';
import type { Terminal } from './run.ts';

const MISSING = 1;
const MISUSED = 2;
const HELP = `Usage: npm run logs -- [FUNCTION] [--state DIR]

Follows the log of a function until Ctrl-C: FUNCTION is its whole name, or the part behind the stage. Without
one, lists the functions that have logged anything.
`;

/** `npm run logs`, until the signal; gives the exit code. */
export const logs = async (
  args: string[],
  { stdout, stderr }: Terminal,
  signal: AbortSignal,
): Promise<number> => {
  const options = parse(args, process.env['INIT_CWD'] ?? process.cwd());
  if (!options) {
    stderr.write(HELP);
    return MISUSED;
  }
  const { name, stateDir } = options;
  const found = await listFunctionLogs(stateDir, name);
  if (name === undefined) {
    for (const each of found) stdout.write(`${each}\n`);
    return 0;
  }
  if (found.length === 0) {
    stderr.write(`No function ${name} has logged anything: npm run logs lists those that have.\n`);
    return MISSING;
  }
  await Promise.all(
    found.map((functionName) => {
      const prefix = found.length > 1 ? `${functionName}  ` : '';
      const write = (text: string) => void stdout.write(text.replaceAll(/^(?=.)/gmu, prefix));
      return followLog({ stateDir, functionName, write, signal });
    }),
  );
  return 0;
};

const parse = (args: string[], directory: string) => {
  try {
    const options = { state: { type: 'string', default: '.local' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [name, ...others] = positionals;
    return others.length > 0
      ? undefined
      : { name, stateDir: path.resolve(directory, values.state) };
  } catch {
    // Whatever is wrong with it, the help says how it is right.
    return undefined;
  }
};
