import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const TIMEOUT_MS = 600_000;
const DAY_MS = 86_400_000;
const SEEDS_A_DAY = 1000;
const MAIN = path.join(import.meta.dirname, 'main.ts');

const simulate = async (...args: string[]): Promise<string> => {
  const options = { timeout: TIMEOUT_MS, maxBuffer: 2 ** 28 };
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args], options);
  return stdout;
};

test(
  'whatever goes wrong, every video of today’s seeds ends correctly',
  async () => {
    const first = Math.floor(Date.now() / DAY_MS) * SEEDS_A_DAY;

    const printed = await simulate('--seed', `${first}`, '--seeds', '16');

    expect(printed).toMatch(/16 seeds in \d+ s \(\d+ s of processor\), 0 failed/u);
  },
  TIMEOUT_MS,
);

test(
  'a video leaves nothing but tombstones, whenever it is deleted and whatever dies meanwhile',
  async () => {
    const first = Math.floor(Date.now() / DAY_MS) * SEEDS_A_DAY;

    const printed = await simulate('--deletions', '--seed', `${first}`, '--seeds', '48');

    expect(printed).toMatch(/48 seeds in \d+ s \(\d+ s of processor\), 0 failed/u);
  },
  TIMEOUT_MS,
);

test(
  'the same seed gives the same trace, whatever ran before it in the process',
  async () => {
    const alone = await simulate('--seed', '3', '--trace');
    const after = await simulate('--seed', '2', '--seeds', '2', '--workers', '1', '--trace');

    const traceOf = (printed: string) => /^Seed 3, trace (\w+)/mu.exec(printed)?.[1];
    expect(traceOf(alone)).toMatch(/^[\da-f]{12}$/u);
    expect(traceOf(after)).toBe(traceOf(alone));
    expect(after).toContain(alone.slice(0, alone.indexOf('Seed 3, trace')));
  },
  TIMEOUT_MS,
);

test(
  'a planted bug is found, and the run that finds it fails with its trace',
  async () => {
    const printed = await simulate('--planted', 'session-opened-without-condition');

    expect(printed).toMatch(/^session-opened-without-condition: seed \d+, /u);
    expect(printed).toContain('1 of 1 planted bugs are found');
  },
  TIMEOUT_MS,
);

test('invalid arguments print the help and exit with 2', async () => {
  for (const args of [['--seeds', 'many'], ['--sedes', '3'], ['3']])
    await expect(simulate(...args)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Usage: npm run simulate'),
    });
});
