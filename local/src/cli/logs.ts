import path from 'node:path';
import { parseArgs } from 'node:util';
import { shortHash } from '@video-service/shared/short-hash';
import { followLog, listFunctionLogs } from '../services/lambda/follow-logs.ts';
import type { Terminal } from './terminal.ts';

const MISSING = 1;
const MISUSED = 2;
const HASH = /^[\da-f]{12}$/u;
const HELP = `Usage: npm run logs -- [FUNCTION] [--session ID] [--state DIR]

Follows the log of a function until Ctrl-C. FUNCTION is its full name, or the part after the stage. Without a
FUNCTION, lists all logs: the functions', and the APIs' by the names of their log groups
(http-api-upload-service-local), which have a line for each request.

With --session, shows only the lines of that session, from all functions or from FUNCTION. ID is the session's id
or, as in the logs, the first 12 digits of its SHA-256.
`;

/** `npm run logs`, until the signal; returns the exit code. */
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
  const { name, stateDir, session } = options;
  const found = await listFunctionLogs(stateDir, name);
  if (name === undefined && session === undefined) {
    for (const each of found) stdout.write(`${each}\n`);
    return 0;
  }
  if (found.length === 0) {
    stderr.write(
      `No function ${name ?? ''} has logged anything. Run npm run logs to list those that have.\n`,
    );
    return MISSING;
  }
  const hash = session === undefined ? '' : hashOf(session);
  if (session !== undefined) stderr.write(`The logs show this session as ${hash}.\n`);
  await Promise.all(
    found.map((functionName) => {
      const prefix = found.length > 1 ? `${functionName}  ` : '';
      const write = (text: string) =>
        void stdout.write(linesWith(hash, text).replaceAll(/^(?=.)/gmu, prefix));
      // A session can be long past.
      const history = session !== undefined && { historyBytes: Number.MAX_SAFE_INTEGER };
      return followLog({ stateDir, functionName, write, signal, ...history });
    }),
  );
  return 0;
};

const hashOf = (session: string) => (HASH.test(session) ? session : shortHash(session));

const linesWith = (part: string, text: string) =>
  text
    .split(/(?<=\n)/u)
    .filter((line) => line.includes(part))
    .join('');

const parse = (args: string[], directory: string) => {
  try {
    const options = {
      state: { type: 'string', default: '.local' },
      session: { type: 'string' },
    } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [name, ...others] = positionals;
    return others.length > 0
      ? undefined
      : { name, session: values.session, stateDir: path.resolve(directory, values.state) };
  } catch {
    // Whatever is wrong, the help shows the correct usage.
    return undefined;
  }
};
