import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkSecrets } from './check-secrets.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const HINT =
  'Copy .secrets.example.yml to .secrets.yml and fill it in; docs/messenger.md explains where to find each value.';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'secrets-'));
  await copyFile(path.join(ROOT, '.secrets.example.yml'), path.join(root, '.secrets.example.yml'));
});
afterEach(() => rm(root, { recursive: true }));

const whole = {
  FACEBOOK_BOT_VERIFY_TOKEN: 'd1f0c3a85b6e4f7a9c2b',
  FACEBOOK_BOT_PAGE_ACCESS_TOKEN: `EAAG${'x7Kq'.repeat(40)}`,
  FACEBOOK_APP_SECRET: '0123456789abcdef0123456789ABCDEF',
};

const write = (text: string) => writeFile(path.join(root, '.secrets.yml'), text);
const writeAll = (secrets: Record<string, string>) =>
  write(
    Object.entries(secrets)
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
      .join(''),
  );
const refusal = (...stacks: ('upload' | 'facebook')[]) =>
  checkSecrets(root, stacks.length > 0 ? stacks : ['facebook']).then(() => 'allowed', String);

test('a complete file passes', async () => {
  await writeAll(whole);
  expect(await refusal()).toBe('allowed');
});

test('a missing file is reported, with what to do', async () => {
  expect(await refusal()).toBe(
    `Error: .secrets.yml is missing; facebook-service needs it. ${HINT}`,
  );
});

test('the unchanged example is rejected, each placeholder by name', async () => {
  await copyFile(path.join(ROOT, '.secrets.example.yml'), path.join(root, '.secrets.yml'));
  const placeholder = 'is still the placeholder of .secrets.example.yml';
  expect(await refusal()).toBe(
    `Error: .secrets.yml: FACEBOOK_BOT_VERIFY_TOKEN ${placeholder}; ` +
      `FACEBOOK_BOT_PAGE_ACCESS_TOKEN ${placeholder}; FACEBOOK_APP_SECRET ${placeholder}. ${HINT}`,
  );
});

test('each missing, empty or non-text secret is named', async () => {
  await write('FACEBOOK_BOT_VERIFY_TOKEN: ""\nFACEBOOK_APP_SECRET: 12345\n');
  expect(await refusal()).toContain(
    'FACEBOOK_BOT_VERIFY_TOKEN is missing; FACEBOOK_BOT_PAGE_ACCESS_TOKEN is missing; FACEBOOK_APP_SECRET is missing.',
  );
});

test.each([
  ['FACEBOOK_APP_SECRET', 'hunter2hunter2hunter2hunter2hunt', '32 hexadecimal digits'],
  ['FACEBOOK_APP_SECRET', '0123456789abcdef0123456789abcde', '32 hexadecimal digits'],
  ['FACEBOOK_APP_SECRET', '0123456789abcdef0123456789abcdef0', '32 hexadecimal digits'],
  ['FACEBOOK_BOT_VERIFY_TOKEN', 'hunter2', 'at least 16 characters'],
  ['FACEBOOK_BOT_VERIFY_TOKEN', 'two words of mine', 'at least 16 characters'],
  [
    'FACEBOOK_BOT_PAGE_ACCESS_TOKEN',
    'EAAGhunter2',
    "Facebook's token: at least 50 letters and digits",
  ],
  [
    'FACEBOOK_BOT_PAGE_ACCESS_TOKEN',
    `${'x7Kq'.repeat(40)} hunter2`,
    "Facebook's token: at least 50 letters and digits",
  ],
])('an invalid %s is rejected by name, without repeating it', async (name, value, allowed) => {
  await writeAll({ ...whole, [name]: value });
  expect(await refusal()).toBe(`Error: .secrets.yml: ${name} must be ${allowed}. ${HINT}`);
});

test('secrets kept in SSM are not required', async () => {
  await write('FACEBOOK_SECRETS: ssm\n');
  expect(await refusal()).toBe('allowed');
});

test('an unknown place for secrets is reported', async () => {
  await writeAll({ ...whole, FACEBOOK_SECRETS: 'vault' });
  expect(await refusal()).toBe('Error: .secrets.yml: FACEBOOK_SECRETS is "file" or "ssm".');
});

test.each(['just words', '- a\n- list', 'FACEBOOK_APP_SECRET: "hunter2', ''])(
  'a file that says %j is rejected without repeating it',
  async (text) => {
    await write(text);
    expect(await refusal()).toBe(
      `Error: .secrets.yml must consist of "NAME: value" lines. ${HINT}`,
    );
  },
);

test('the page needs a passphrase that is neither a placeholder nor short', async () => {
  expect(await refusal('upload', 'facebook')).toBe(
    `Error: .secrets.yml is missing; upload-service and facebook-service need it. ${HINT}`,
  );
  await writeAll({ ...whole, PAGE_PASSPHRASE: 'eleven chars'.slice(0, 11) });
  expect(await refusal('upload', 'facebook')).toBe(
    `Error: .secrets.yml: PAGE_PASSPHRASE must be at least 12 characters. ${HINT}`,
  );
  await copyFile(path.join(ROOT, '.secrets.example.yml'), path.join(root, '.secrets.yml'));
  expect(await refusal('upload')).toBe(
    `Error: .secrets.yml: PAGE_PASSPHRASE is still the placeholder of .secrets.example.yml. ${HINT}`,
  );
  await writeAll({ PAGE_PASSPHRASE: 'correct horse battery staple' });
  expect(await refusal('upload')).toBe('allowed');
  await write('PAGE_SECRETS: ssm\n');
  expect(await refusal('upload')).toBe('allowed');
});
