import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { interruption } from '@video-service/deploy/interruption';

// First, because it speeds up what follows: stripping types and compiling are a quarter of a start.
enableCompileCache(path.join(import.meta.dirname, '../../.build/compile-cache'));
const { run } = await import('./cli/run.ts');

process.exit(await run(process.argv.slice(2), process, interruption()));
