import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { soak } from './soak.ts';

const TIMEOUT_MS = 600_000;
const MAIN = path.join(import.meta.dirname, 'main.ts');

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'soak-test-'))));
afterEach(() => rm(folder, { recursive: true }));

test(
  'despite kills, a full disk and clock changes, the engine brings each video to one result, and the page shows it',
  async () => {
    const page = path.join(folder, 'page.md');
    await writeFile(page, '# Page\n\n<!-- soak -->\nold figures\n<!-- /soak -->\n\nMore.\n');
    const args = ['--minutes', '0.5', '--videos', '10', '--write', page];

    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args]);

    const [before, figures, after] = (await readFile(page, 'utf8')).split(/<!-- \/?soak -->/u);
    expect([before, figures?.trim(), after]).toEqual(['# Page\n\n', stdout.trim(), '\n\nMore.\n']);
    expect(stdout).toContain('Lost: nothing. Told twice: nothing. Grown: nothing.');
    expect(stdout).toMatch(/They ended: \d+ ready, 1 failed with NOT_A_VIDEO\./u);
    // If the disk cannot be filled, the report says so.
    const struck = stdout.includes('**Not done:** The disk') ? WITHOUT_DISK : ALL;
    expect(struck.filter((fault) => !stdout.includes(fault))).toEqual([]);
  },
  TIMEOUT_MS,
);

const USAGE = 'Usage: npm run soak';
const WITHOUT_DISK = ['worker killed', 'engine killed', 'clock set'];
const ALL = [...WITHOUT_DISK, 'disk filled', 'engine killed on a full disk'];

test('the help is printed on request, and with exit code 2 for invalid arguments', async () => {
  const run = async (...args: string[]) => {
    const printed = { out: '', err: '' };
    const to = (name: 'out' | 'err') =>
      ({ write: (text: string) => (printed[name] += text) }) as unknown as NodeJS.WriteStream & {
        fd: 1;
      } & { fd: 2 };
    const code = await soak(args, { stdout: to('out'), stderr: to('err') });
    return { code, ...printed };
  };

  expect(await run('--help')).toEqual({ code: 0, out: expect.stringContaining(USAGE), err: '' });
  for (const args of [
    ['--minutes', '0'],
    ['--videos', '1.5'],
    ['--seed', 'x'],
    ['--hours', '1'],
  ])
    expect(await run(...args)).toEqual({ code: 2, out: '', err: expect.stringContaining(USAGE) });
});
