import { parseArgs } from 'node:util';

export const HELP = `Usage: npm run redrive -- [options] [--replay <id>... | --replay all]

Lists what was given up: events that functions have failed, and messages of queues, topics and schedules. With
--replay the functions are invoked with their events again, the messages go back to their queues and topics, and what
is accepted leaves this one.

  --replay            replay the events with the given ids, or all of them
  --queue <part>      only queues with this in their name (default: dead-letter)
  --endpoint <url>    where the local engine listens (default: http://127.0.0.1:4566)
  --aws               use the credentials, region and endpoint of the environment, as the AWS CLI does
  --help              show this text`;

/** What to do; `ids` are those to replay. */
export type RedriveOptions = {
  ids: string[];
  queue: string;
  endpoint: string | undefined;
  help: boolean;
};

/** The options in command line arguments; otherwise a text that says what is wrong with them. */
export const redriveOptionsIn = (args: string[]): RedriveOptions | string => {
  try {
    const { values, positionals: ids } = parse(args);
    if (values.replay !== ids.length > 0 && !values.help) {
      return '--replay goes with the ids of events, or with "all"';
    }
    const endpoint = values.aws ? undefined : values.endpoint;
    return { ids, endpoint, queue: values.queue, help: values.help };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_PARSE_ARGS')) return message;
    throw error;
  }
};

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      replay: { type: 'boolean', default: false },
      queue: { type: 'string', default: 'dead-letter' },
      endpoint: { type: 'string', default: 'http://127.0.0.1:4566' },
      aws: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
