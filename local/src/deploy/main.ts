import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { buildAwsLayer } from './build-layer.ts';
import { deployStacks } from './deploy-stacks.ts';
import { checkSecrets } from './check-secrets.ts';
import { ARCHITECTURE, HELP, readArguments } from './read-arguments.ts';

const root = path.resolve(import.meta.dirname, '../../..');

try {
  const asked = readArguments(process.argv.slice(2));
  if (asked.help) console.log(HELP);
  else {
    if (asked.only.includes('facebook')) await checkSecrets(path.join(root, '.secrets.yml'));
    if (asked.only.includes('video')) {
      const directory = path.join(root, '.build');
      await mkdir(directory, { recursive: true });
      const own = asked.own && { own: asked.own };
      await buildAwsLayer({ architecture: ARCHITECTURE, directory, ...own });
    }
    await deployStacks(root, asked);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
