import { interruption } from './interruption.ts';
import { logs } from './cli/logs.ts';

process.exit(await logs(process.argv.slice(2), process, interruption()));
