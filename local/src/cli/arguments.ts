import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import * as v from 'valibot';
import { UsageError } from './usage-error.ts';

const OPTIONS = {
  once: { type: 'boolean' },
  json: { type: 'boolean' },
  state: { type: 'string', default: '.local' },
  port: { type: 'string', default: '3000' },
  'aws-port': { type: 'string', default: '4566' },
  host: { type: 'string', default: '127.0.0.1' },
  address: { type: 'string' },
  'no-sample': { type: 'boolean' },
  empty: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

const flag = v.optional(v.boolean(), false);
const port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/u, 'a port must be a number from 0 to 65535'),
  v.transform(Number),
  v.maxValue(65_535, 'a port must be a number from 0 to 65535'),
);

const Values = v.object({
  once: flag,
  json: flag,
  state: v.pipe(v.string(), v.nonEmpty('the directory must not be empty')),
  port,
  'aws-port': port,
  host: v.pipe(v.string(), v.nonEmpty('the host must not be empty')),
  address: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^https?:\/\/[^/?#@\s]+$/u,
        'an address must be like https://videos.example, without a path',
      ),
    ),
  ),
  'no-sample': flag,
  empty: flag,
  help: flag,
});

/** The arguments of `npm start`, with absolute paths. */
export type Arguments = {
  files: string[];
  once: boolean;
  json: boolean;
  stateDir: string;
  pagePort: number;
  awsPort: number;
  host: string;
  /** The origin of the page port for other machines. */
  address?: string;
  sample: boolean;
  /** Without stacks, until some are deployed to it. */
  empty: boolean;
  help: boolean;
};

/** Parses the command line; relative paths start at `directory`. Throws UsageError. */
export const parseArguments = (args: string[], directory: string): Arguments => {
  const { values, positionals } = parse(args);
  const result = v.safeParse(Values, values);
  if (!result.success) {
    const [issue] = result.issues;
    throw new UsageError(`--${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  const { state, port: pagePort, 'aws-port': awsPort, 'no-sample': noSample } = result.output;
  const { once, json, host, empty, help, address } = result.output;
  const files = positionals.map((file) => path.resolve(directory, file));
  if (empty && (once || files.length > 0)) {
    throw new UsageError(
      '--empty cannot take videos: it has no bucket until you deploy the stacks.',
    );
  }
  const stateDir = path.resolve(directory, state);
  return {
    ...{ files, once, json, stateDir, pagePort, awsPort, host, sample: !noSample, empty, help },
    ...(address !== undefined && { address }),
  };
};

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // The first sentence is enough: Node adds an explanation of how else it could be meant.
    const [message = ''] = String(Error.isError(error) ? error.message : error).split(
      /\.(?: |\n|$)/u,
    );
    throw new UsageError(`${message}.`);
  }
};
