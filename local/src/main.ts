import { interruption } from '@video-service/deploy/interruption';
import { run } from './cli/run.ts';

process.exit(await run(process.argv.slice(2), process, interruption()));
