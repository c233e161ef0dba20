import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { interruption } from '@video-service/deploy/interruption';

// First, because it speeds up what follows: stripping types and compiling are a quarter of a start.
enableCompileCache(path.join(import.meta.dirname, '../../.build/compile-cache'));
// Pictures and uploads made V8 mark the whole heap once a video. Its helper threads took more processor time for that
// than this thread, and competed with the models.
setFlagsFromString('--no-concurrent-marking');
const { run } = await import('./cli/run.ts');

process.exit(await run(process.argv.slice(2), process, interruption()));
