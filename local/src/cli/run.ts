import { parseArguments, type Arguments } from './arguments.ts';
import { explainStart } from './explain.ts';
import { HELP } from './help.ts';
import { start } from './start.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const FAILED = 1;
const MISUSED = 2;

/** `npm start`; returns the exit code. `signal` asks it to stop, with the exit code as its reason. */
export const run = async (
  args: string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> => {
  try {
    // npm changes the working directory.
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
    // The interrupted operation has failed with the same reason.
    if (!signal.aborted) {
      terminal.stderr.write(`${explainStart(error, options)}\n`);
      return FAILED;
    }
  }
  terminal.stderr.write('Stopped. Unfinished work continues at the next start.\n');
  // Stopping is the normal way to end a bank that stays open, but not a run with --once.
  return options.once ? Number(signal.reason) : 0;
};
