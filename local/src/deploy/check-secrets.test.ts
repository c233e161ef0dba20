import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkSecrets } from './check-secrets.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'secrets-'));
  file = path.join(directory, '.secrets.yml');
});
afterEach(() => rm(directory, { recursive: true }));

const whole =
  'FACEBOOK_BOT_VERIFY_TOKEN: one\nFACEBOOK_BOT_PAGE_ACCESS_TOKEN: two\nFACEBOOK_APP_SECRET: three\n';

test('a whole file passes', async () => {
  await writeFile(file, whole);
  await expect(checkSecrets(file)).resolves.toBeUndefined();
});

test('a file that is not there is named, with what to do', async () => {
  await expect(checkSecrets(file)).rejects.toThrow(
    `There is no ${file}, which facebook-service needs. Copy .secrets.example.yml`,
  );
});

test('each secret that is missing, empty or no text is named', async () => {
  await writeFile(file, 'FACEBOOK_BOT_VERIFY_TOKEN: ""\nFACEBOOK_APP_SECRET: 12345\n');
  await expect(checkSecrets(file)).rejects.toThrow(
    'has no text for FACEBOOK_BOT_VERIFY_TOKEN, FACEBOOK_BOT_PAGE_ACCESS_TOKEN, FACEBOOK_APP_SECRET.',
  );
});

test('secrets that are kept in SSM are not asked for', async () => {
  await writeFile(file, 'FACEBOOK_SECRETS: ssm\n');
  await expect(checkSecrets(file)).resolves.toBeUndefined();
});

test('a place for secrets that is not known is named', async () => {
  await writeFile(file, `${whole}FACEBOOK_SECRETS: vault\n`);
  await expect(checkSecrets(file)).rejects.toThrow('FACEBOOK_SECRETS is "file" or "ssm".');
});

test.each(['just words', '- a\n- list', 'FACEBOOK_APP_SECRET: "hunter2', ''])(
  'a file that says %j is refused without repeating it',
  async (text) => {
    await writeFile(file, text);
    const refused = await checkSecrets(file).catch(String);
    expect(refused).toBe(
      `Error: ${file} is not a list of "NAME: value" lines. Copy .secrets.example.yml to .secrets.yml and fill it in.`,
    );
  },
);
