import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const run = promisify(execFile);

test('the user of the service can run the agent that the README installs', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'install-'));
  const readme = await readFile(path.join(import.meta.dirname, 'README.md'), 'utf8');
  const commands = readme.match(/^sudo .*\/usr\/local\/bin\/video-drop$/gmu) ?? [];
  const here = commands.map((line) =>
    line.replace('sudo ', '').replace('/usr/local/bin', directory),
  );
  await run('sh', ['-c', `umask 022; ${here.join(' && ')}`], { cwd: import.meta.dirname });

  const agent = path.join(directory, 'video-drop');
  const { stdout } = await run(agent, ['--help']);
  const { mode } = await stat(agent);

  expect(mode & 0o777).toBe(0o755);
  expect(stdout).toContain('video-drop [--once] [CONFIG]');
  await rm(directory, { recursive: true });
});
