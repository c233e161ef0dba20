import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { serveParameters } from '@video-service/shared/testing/parameter-store';

const TOKEN = '/bot/dev/FACEBOOK_BOT_VERIFY_TOKEN';
const PAGE_TOKEN = '/bot/dev/FACEBOOK_BOT_PAGE_ACCESS_TOKEN';
const APP_SECRET = '/bot/dev/FACEBOOK_APP_SECRET';
const VERIFICATION = {
  routeKey: 'GET /facebook',
  requestContext: { http: { method: 'GET' } },
  headers: {},
  queryStringParameters: {
    ...{ 'hub.mode': 'subscribe', 'hub.verify_token': 'from ssm', 'hub.challenge': '42' },
  },
};

const before = { ...process.env };
let store: Awaited<ReturnType<typeof serveParameters>>;

beforeEach(async () => {
  store = await serveParameters({
    ...{ [TOKEN]: 'from ssm', [PAGE_TOKEN]: 'a page token', [APP_SECRET]: 'an app secret' },
  });
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL_SSM: store.origin, AWS_REGION: 'us-east-1', AWS_MAX_ATTEMPTS: '1' },
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    FACEBOOK_BOT_VERIFY_TOKEN: `ssm:${TOKEN}`,
    FACEBOOK_BOT_PAGE_ACCESS_TOKEN: `ssm:${PAGE_TOKEN}`,
    FACEBOOK_APP_SECRET: `ssm:${APP_SECRET}`,
    ...{ SESSION_TABLE_NAME: 'sessions', GRAPH_API_URL: 'http://127.0.0.1:9' },
    ...{ FAILURE_TOPIC_ARN: 'failures' },
    ...{ DOWNLOAD_TOPIC_ARN: 'downloads', DOWNLOAD_FUNCTION_NAME: 'download' },
    ...{ SOURCE_BUCKET_NAME: 'sources', RENDER_BUCKET_NAME: 'renders' },
  });
});
afterEach(async () => {
  process.env = { ...before };
  await store.close();
});

// As Lambda starts a function: with fresh modules.
const start = async () => {
  jest.resetModules();
  const { handler } = await import('./handler.ts');
  return () => handler(VERIFICATION as unknown as Parameters<typeof handler>[0]);
};

test('the function reads its secrets once, when it starts', async () => {
  const invoke = await start();
  const answers = [await invoke(), await invoke(), await invoke()];

  expect(answers.map((answer) => answer?.body)).toEqual(['42', '42', '42']);
  expect(store.requests.sort()).toEqual([
    [PAGE_TOKEN, APP_SECRET],
    [TOKEN, APP_SECRET],
  ]);
});

test('a start during an SSM outage fails, and the next one reads again', async () => {
  store.fail(true);
  await expect(start()).rejects.toThrow('SSM is down');
  store.fail(false);

  expect((await (await start())())?.body).toBe('42');
});
