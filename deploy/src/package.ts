import path from 'node:path';
import { findFfmpeg } from './packaging/ffmpeg-binaries.ts';
import { packageStacks } from './packaging/package-stacks.ts';

const root = path.resolve(import.meta.dirname, '../..');

try {
  const binaries = await findFfmpeg();
  const stacks = await packageStacks({ root, binaries, onProgress: console.log });
  for (const { name } of stacks) console.log(`${name} is packaged`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
