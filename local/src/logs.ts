import { interruption } from '@video-service/deploy/interruption';
import { logs } from './cli/logs.ts';

process.exit(await logs(process.argv.slice(2), process, interruption()));
