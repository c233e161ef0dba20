import { parseArguments, type Arguments } from './arguments.ts';
import { explainStart } from './explain.ts';
import { HELP } from './help.ts';
import { start } from './start.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const FAILED = 1;
const MISUSED = 2;

/** `npm start`; gives the exit code. `signal` asks it to stop, with the exit code for that as its reason. */
export const run = async (
  args: string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> => {
  try {
    // npm itself is somewhere else than where it was called.
    const options = parseArguments(args, process.env['INIT_CWD'] ?? process.cwd());
    if (!options.help) return await open(options, terminal, signal);
    terminal.stdout.write(HELP);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.stderr.write(`${error.message}\nSee npm start -- --help\n`);
    return MISUSED;
  }
};

const open = async (options: Arguments, terminal: Terminal, signal: AbortSignal) => {
  try {
    const ready = await start(options, terminal, signal);
    if (!signal.aborted) return ready ? 0 : FAILED;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // What it was doing when it was asked to stop has failed with that.
    if (!signal.aborted) {
      terminal.stderr.write(`${explainStart(error, options)}\n`);
      return FAILED;
    }
  }
  terminal.stderr.write('Stopped. Unfinished work continues at the next start.\n');
  // To stop a bank that stays open is the way to leave it; to stop one before it is done is not.
  return options.once ? Number(signal.reason) : 0;
};
