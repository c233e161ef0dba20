import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startRuntimeApi, type Finished, type RuntimeApi, type Task } from './runtime-api.ts';

let api: RuntimeApi;
let offer: (task: Task) => void;
let finished: [string, Finished][];
let initErrors: string[];
beforeEach(async () => {
  const { promise, resolve } = Promise.withResolvers<Task>();
  offer = resolve;
  finished = [];
  initErrors = [];
  api = await startRuntimeApi({
    next: () => promise,
    finish: (requestId, result) => {
      finished.push([requestId, result]);
      return requestId === 'known';
    },
    failInit: (payload) => initErrors.push(payload),
  });
});
afterEach(() => api.close());

const call = (path: string, init?: RequestInit) =>
  fetch(`http://${api.address}/2018-06-01/runtime${path}`, init);
const post = (path: string, body: string) => call(path, { method: 'POST', body });

test('next waits for an invocation and returns it with Lambda’s headers', async () => {
  const next = call('/invocation/next');
  offer({ requestId: 'known', functionName: 'job', payload: '{"a":1}', deadlineMs: 1234 });
  const response = await next;

  expect(await response.text()).toBe('{"a":1}');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'lambda-runtime-aws-request-id': 'known',
    'lambda-runtime-deadline-ms': '1234',
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:job',
    'lambda-runtime-trace-id': expect.stringMatching(/^Root=1-/u),
  });
});

test('a response, an error and an init error are accepted', async () => {
  expect((await post('/invocation/known/response', '1')).status).toBe(202);
  expect((await post('/invocation/known/error', '{}')).status).toBe(202);
  expect((await post('/init/error', '{"errorType":"x"}')).status).toBe(202);

  expect(finished).toEqual([
    ['known', { verb: 'response', payload: '1' }],
    ['known', { verb: 'error', payload: '{}' }],
  ]);
  expect(initErrors).toEqual(['{"errorType":"x"}']);
});

test('an unknown request id, an unknown path and a too large response are refused', async () => {
  expect((await post('/invocation/other/response', '1')).status).toBe(400);
  expect((await call('/extension/register')).status).toBe(404);
  expect((await post('/invocation/known/response', 'x'.repeat(6291557))).status).toBe(413);
  expect(finished.at(-1)).toEqual(['known', { verb: 'response', payload: undefined }]);
});

test('a page in a browser can neither take an invocation nor answer one', async () => {
  const headers = { Origin: 'https://example.com' };

  expect((await call('/invocation/next', { headers })).status).toBe(403);
  expect(
    (await call('/invocation/known/response', { method: 'POST', body: '1', headers })).status,
  ).toBe(403);
  expect(finished).toEqual([]);
});
