import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SSMClient } from '@aws-sdk/client-ssm';
import { serveParameters } from './testing/parameter-store.ts';
import { readSecrets } from './read-secrets.ts';

const before = { ...process.env };
let store: Awaited<ReturnType<typeof serveParameters>>;
let ssm: SSMClient;

beforeEach(async () => {
  store = await serveParameters({ '/bot/TOKEN': 'a token', '/bot/SECRET': 'a secret' });
  ssm = new SSMClient({
    endpoint: store.origin,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  process.env = { ...before };
  ssm.destroy();
  await store.close();
});

test('secrets in the environment are used without asking SSM', async () => {
  Object.assign(process.env, { TOKEN: 'a plain token', SECRET: 'a plain secret' });

  expect(await readSecrets(['TOKEN', 'SECRET'], ssm)).toEqual({
    ...{ TOKEN: 'a plain token', SECRET: 'a plain secret' },
  });
  expect(store.requests).toEqual([]);
});

test('secrets that the environment only names are read from SSM, decrypted, in one request', async () => {
  Object.assign(process.env, { TOKEN: 'ssm:/bot/TOKEN', SECRET: 'ssm:/bot/SECRET' });

  expect(await readSecrets(['TOKEN', 'SECRET'], ssm)).toEqual({
    ...{ TOKEN: 'a token', SECRET: 'a secret' },
  });
  expect(store.requests).toEqual([['/bot/TOKEN', '/bot/SECRET']]);
});

test('one error lists every missing parameter, without values', async () => {
  Object.assign(process.env, { TOKEN: 'ssm:/bot/TOKEN', ONE: 'ssm:/bot/ONE', TWO: 'ssm:/bot/TWO' });

  await expect(readSecrets(['TOKEN', 'ONE', 'TWO'], ssm)).rejects.toThrow(
    new Error(
      'Missing SSM parameters: /bot/ONE, /bot/TWO. docs/messenger.md says how to put them.',
    ),
  );
});

test('a missing variable is reported before SSM is asked', async () => {
  Object.assign(process.env, { TOKEN: 'ssm:/bot/TOKEN' });

  await expect(readSecrets(['TOKEN', 'SECRET'], ssm)).rejects.toThrow(
    'Missing environment variables: SECRET.',
  );
  expect(store.requests).toEqual([]);
});

test('an SSM outage throws its own error, and the next read starts over', async () => {
  Object.assign(process.env, { TOKEN: 'ssm:/bot/TOKEN' });
  store.fail(true);
  await expect(readSecrets(['TOKEN'], ssm)).rejects.toThrow('SSM is down');
  store.fail(false);

  expect(await readSecrets(['TOKEN'], ssm)).toEqual({ TOKEN: 'a token' });
});
