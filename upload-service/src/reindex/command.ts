import { parseArgs } from 'node:util';
import { openBank } from './reindex-adapter.ts';
import { type Progress, reindex } from './reindex.ts';

const HELP = `Usage: npm run reindex -- [options]

Rebuilds the library from the metadata.json files in the render bucket. You can run it while videos arrive or are
deleted, interrupt it, and repeat it.

  --stage <name>      a stage on AWS, with the environment's credentials and region
  --endpoint <url>    where the local engine listens (default: http://127.0.0.1:4566)
  --help              show this text`;

const LOCAL_STAGE = 'local';
const SHOWN_FAILURES = 20;

export type CommandOptions = {
  print: (line: string) => void;
  signal: AbortSignal;
  /** BANK_TIME_ZONE of a stage. */
  zoneOf: (stage: string) => Promise<string>;
};

/** `npm run reindex`; returns the exit code. */
export const runReindex = async (args: string[], options: CommandOptions): Promise<number> => {
  const { print } = options;
  const chosen = read(args);
  if (typeof chosen === 'string') {
    print(`${chosen}\nSee npm run reindex -- --help`);
    return 2;
  }
  if (chosen.help) {
    print(HELP);
    return 0;
  }
  const zone = await options.zoneOf(chosen.stage);
  const bank = await openBank({ ...chosen, zone });
  if (!bank) {
    const place =
      chosen.endpoint === undefined ? 'in this account and region' : `at ${chosen.endpoint}`;
    print(`There is no video bank with stage ${chosen.stage} ${place}.`);
    return 1;
  }
  const { ports, close } = bank;
  try {
    return report(
      await reindex(ports, { signal: options.signal, onProgress: meter(print) }),
      options,
    );
  } finally {
    close();
  }
};

const read = (args: string[]) => {
  try {
    const { values } = parseArgs({
      args,
      options: {
        stage: { type: 'string', default: LOCAL_STAGE },
        endpoint: { type: 'string', default: 'http://127.0.0.1:4566' },
        help: { type: 'boolean', default: false },
      },
    });
    const { stage, help } = values;
    if (!/^[a-z][a-z0-9-]{0,19}$/u.test(stage)) return `--stage ${stage} is not a valid stage name`;
    return { stage, help, endpoint: stage === LOCAL_STAGE ? values.endpoint : undefined };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_PARSE_ARGS')) return message;
    throw error;
  }
};

const STEP = 1000;

// A line for every thousand videos.
const meter = (print: CommandOptions['print']) => {
  let shown = 0;
  return (progress: Progress) => {
    const read = progress.listed + progress.skipped + progress.failed.length;
    if (read < shown + STEP) return;
    shown = read;
    print(`${read.toLocaleString('en')} videos read`);
  };
};

const report = (
  { listed, skipped, removed, failed }: Progress,
  { print, signal }: CommandOptions,
): number => {
  for (const { id, error } of failed.slice(0, SHOWN_FAILURES))
    print(`${id}  ${error instanceof Error ? error.message : String(error)}`);
  if (failed.length > SHOWN_FAILURES) print(`and ${failed.length - SHOWN_FAILURES} more`);
  print(
    `${listed} listed, ${skipped} deleted or already up to date, ${removed} removed because they no longer exist, ${failed.length} unreadable`,
  );
  if (signal.aborted) print('Interrupted. Run it again to list the rest.');
  if (signal.aborted) return typeof signal.reason === 'number' ? signal.reason : 130;
  return failed.length > 0 ? 1 : 0;
};
