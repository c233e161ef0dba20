import { expect, test } from '@jest/globals';
import { runReindex } from './command.ts';

const run = async (...args: string[]) => {
  const printed: string[] = [];
  const code = await runReindex(args, {
    print: (line) => printed.push(line),
    signal: new AbortController().signal,
    zoneOf: async () => 'UTC',
  });
  return { code, printed: printed.join('\n') };
};

test('help describes a rebuild and its options', async () => {
  const { code, printed } = await run('--help');

  expect(code).toBe(0);
  expect(printed).toContain('--stage <name>');
});

test.each([
  [['--stages', 'prod'], "Unknown option '--stages'"],
  [['--stage', 'Prod!'], '--stage Prod! is not a valid stage name'],
  [['prod'], "Unexpected argument 'prod'"],
])('%j is rejected with the reason', async (args, message) => {
  const { code, printed } = await run(...args);

  expect(code).toBe(2);
  expect(printed).toContain(message);
  expect(printed).toContain('npm run reindex -- --help');
});

test('an engine that is not running is reported', async () => {
  // Nothing listens at this port.
  expect(await run('--endpoint', 'http://127.0.0.1:9')).toEqual({
    code: 1,
    printed: 'There is no video bank with stage local at http://127.0.0.1:9.',
  });
});
