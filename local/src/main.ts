import { interruption } from './interruption.ts';
import { run } from './cli/run.ts';

process.exit(await run(process.argv.slice(2), process, interruption()));
