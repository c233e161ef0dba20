import { request as httpRequest } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { AccessContext } from './access-log.ts';
import type { HttpApiConfig } from './http-api-config.ts';
import { startHttpApi, type HttpApi } from './http-api.ts';

const HOST = '127.0.0.1';
const NOON = Date.UTC(2026, 10, 22, 12);
let api: HttpApi;
let accesses: AccessContext[];

// A function that returns its own event, unless the test provides another one.
const start = async (
  config: Partial<HttpApiConfig>,
  functions: Record<string, () => unknown> = {},
) => {
  const clock = { ms: NOON };
  accesses = [];
  api = await startHttpApi({
    host: HOST,
    port: 0,
    now: () => clock.ms,
    logAccess: (log, context) => log && accesses.push(context),
    invoke: async (name, payload) => {
      const run = functions[name];
      if (!run) return { payload };
      const result = await run();
      if (result instanceof Error) return { payload: '{}', functionError: 'Unhandled' };
      return { payload: JSON.stringify(result ?? null) };
    },
  });
  api.configureApi({ id: 'api1', name: 'dev-upload', routes: [], ...config });
  return clock;
};

afterEach(() => api.stop());

const route = (routeKey: string, functionName = 'echo', timeoutMs = 30_000) => ({
  routeKey,
  functionName,
  timeoutMs,
});

const eventOf = async (path: string, init?: RequestInit): Promise<Record<string, unknown>> => {
  const response = await fetch(`${api.url}${path}`, init);
  return (await response.json()) as Record<string, unknown>;
};

test('a function gets the request as an event of format 2.0', async () => {
  await start({ routes: [route('GET /metadata/{session}')] });

  const event = await eventOf('/metadata/a%20b?x=1&y=2&x=%2B+3', {
    headers: { Cookie: 'a=1; b=2', 'X-Thing': 'Some', 'User-Agent': 'test' },
  });

  expect(event).toEqual({
    version: '2.0',
    routeKey: 'GET /metadata/{session}',
    rawPath: '/metadata/a b',
    rawQueryString: 'x=1&y=2&x=%2B+3',
    cookies: ['a=1', 'b=2'],
    headers: expect.objectContaining({
      host: new URL(api.url).host,
      'x-thing': 'Some',
      'x-forwarded-for': HOST,
      'x-forwarded-port': new URL(api.url).port,
      'x-forwarded-proto': 'http',
    }) as unknown,
    queryStringParameters: { x: '1,+ 3', y: '2' },
    pathParameters: { session: 'a b' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api1',
      domainName: new URL(api.url).host,
      domainPrefix: '127',
      http: {
        method: 'GET',
        path: '/metadata/a b',
        protocol: 'HTTP/1.1',
        sourceIp: HOST,
        userAgent: 'test',
      },
      requestId: expect.stringMatching(/^[\da-f-]{36}$/u) as unknown,
      routeKey: 'GET /metadata/{session}',
      stage: '$default',
      time: '22/Nov/2026:12:00:00 +0000',
      timeEpoch: NOON,
    },
    isBase64Encoded: false,
  });
  expect(Object.keys(event['headers'] as object)).not.toContain('cookie');
  expect(Object.keys(event['headers'] as object)).not.toContain('connection');
});

test('repeated headers are joined by a comma', async () => {
  await start({ routes: [route('GET /')] });

  const headers = await new Promise<unknown>((resolve, reject) => {
    httpRequest(`${api.url}/`, { headers: ['Host', 'page.local:3000', 'X-A', '1', 'x-a', '2'] })
      .on('response', (response) => {
        void response.toArray().then((chunks) => resolve(JSON.parse(chunks.join(''))), reject);
      })
      .end();
  });

  expect(headers).toMatchObject({
    headers: { 'x-a': '1,2' },
    requestContext: { domainName: 'page.local:3000' },
  });
});

test.each([
  ['application/json; charset=utf-8', '{"ü":1}', false],
  ['text/csv', 'a,b', false],
  ['application/x-www-form-urlencoded', 'YT0x', true],
  ['image/png', 'iVBORw==', true],
])('a body of type %s arrives as it does on AWS', async (type, body, isBase64Encoded) => {
  await start({ routes: [route('POST /facebook')] });

  const event = await eventOf('/facebook', {
    method: 'POST',
    headers: { 'Content-Type': type },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  });

  expect(event).toMatchObject({ body, isBase64Encoded });
});

test('a structured result becomes the response, with its cookies and bytes', async () => {
  await start(
    { routes: [route('GET /', 'page')] },
    {
      page: () => ({
        statusCode: 201,
        headers: { 'Content-Type': 'image/gif', 'X-Count': 2 },
        cookies: ['a=1; Secure', 'b=2'],
        body: 'R0lG/w==',
        isBase64Encoded: true,
      }),
    },
  );

  const response = await fetch(`${api.url}/`);

  expect(response.status).toBe(201);
  expect(response.headers.get('content-type')).toBe('image/gif');
  expect(response.headers.get('x-count')).toBe('2');
  expect(response.headers.getSetCookie()).toEqual(['a=1; Secure', 'b=2']);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from('R0lG/w==', 'base64'));
});

test.each([
  [{ hello: 'you' }, '{"hello":"you"}'],
  ['Hello', 'Hello'],
  [undefined, 'null'],
])('a result %j without a status is the body of a 200', async (result, body) => {
  await start({ routes: [route('GET /', 'page')] }, { page: () => result });

  const response = await fetch(`${api.url}/`);

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe(body);
});

test.each([
  ['a function that fails', () => new Error('broken')],
  ['a body that is no string', () => ({ statusCode: 200, body: { a: 1 } })],
  ['a status that is none', () => ({ statusCode: 'ok' })],
  ['a header that HTTP does not allow', () => ({ statusCode: 200, headers: { 'x-a': 'a\nb' } })],
])('%s is a generic 500', async (_, run) => {
  await start({ routes: [route('GET /', 'page')] }, { page: run });

  const response = await fetch(`${api.url}/`);

  expect(response.status).toBe(500);
  expect(await response.text()).toBe('{"message":"Internal Server Error"}');
});

test('a function that cannot be invoked is logged, without the query, and returns a 500', async () => {
  const report = jest.spyOn(console, 'error').mockReturnValue();
  const refused = new Error('no such function');
  await start({ routes: [route('GET /', 'page')] }, { page: () => Promise.reject(refused) });

  const response = await fetch(`${api.url}/?hub.verify_token=secret`);

  expect(response.status).toBe(500);
  expect(report.mock.calls).toEqual([['GET /', refused]]);
  report.mockRestore();
});

test('a function slower than its integration’s timeout is a 503', async () => {
  const done = Promise.withResolvers<string>();
  await start({ routes: [route('GET /', 'slow', 20)] }, { slow: () => done.promise });

  const response = await fetch(`${api.url}/`);
  done.resolve('too late');

  expect(response.status).toBe(503);
  expect(await response.text()).toBe('{"message":"Service Unavailable"}');
});

test.each([
  ['over 10 MB', 10 * 1024 * 1024 + 1],
  ['too big for the payload of a function', 6 * 1024 * 1024],
])('a body %s is a 413', async (_, bytes) => {
  await start({ routes: [route('POST /')] });

  const response = await fetch(`${api.url}/`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain' },
    body: 'a'.repeat(bytes),
  });

  expect(response.status).toBe(413);
  expect(await response.text()).toBe('{"message":"Request Entity Too Large"}');
});

test('a route allows its burst, then its rate', async () => {
  const clock = await start({
    throttling: { burst: 2, ratePerSecond: 10 },
    routes: [route('GET /a'), { ...route('GET /b'), throttling: { burst: 1, ratePerSecond: 1 } }],
  });
  const statuses = async (path: string, count: number) => {
    const found: number[] = [];
    for (let i = 0; i < count; i++) found.push((await fetch(`${api.url}${path}`)).status);
    return found;
  };

  expect(await statuses('/a', 3)).toEqual([200, 200, 429]);
  expect(await statuses('/b', 2)).toEqual([200, 429]);
  clock.ms += 100;
  expect(await statuses('/a', 2)).toEqual([200, 429]);
  expect(await statuses('/b', 1)).toEqual([429]);
});

test('an unknown path or method is a 404, and a path that is not UTF-8 a 400', async () => {
  await start({ routes: [route('GET /metadata/{session}')] });

  expect(await (await fetch(`${api.url}/nothing`)).text()).toBe('{"message":"Not Found"}');
  const statuses = await Promise.all([
    fetch(`${api.url}/metadata/a`, { method: 'DELETE' }),
    fetch(`${api.url}/metadata/`),
    fetch(`${api.url}/metadata/%ff`),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([404, 404, 400]);
});

test('the APIs of all stacks share the port, and a conflicting route is rejected by name', async () => {
  await start({ routes: [route('GET /metadata/{session}')] });
  api.configureApi({ id: 'api2', name: 'dev-facebook', routes: [route('POST /facebook')] });

  expect((await eventOf('/facebook', { method: 'POST' }))['routeKey']).toBe('POST /facebook');
  expect((await eventOf('/metadata/a'))['routeKey']).toBe('GET /metadata/{session}');
  expect(() =>
    api.configureApi({ id: 'api3', name: 'other', routes: [route('GET /metadata/{id}')] }),
  ).toThrow('other and dev-upload both have the route "GET /metadata/{id}"');

  api.removeApi('api1');
  expect((await fetch(`${api.url}/metadata/a`)).status).toBe(404);
});

test('a port in use is an error that names it', async () => {
  await start({});
  const port = Number(new URL(api.url).port);

  await expect(
    startHttpApi({ host: HOST, port, invoke: () => setTimeout(0, { payload: '' }) }),
  ).rejects.toThrow(`Port ${port} on ${HOST} cannot be opened`);
});

test('a request is logged with its route and outcome, under the id that its sender gets', async () => {
  const accessLog = { group: '/aws/http-api/upload', format: '' };
  const routes = [route('GET /metadata/{session}'), route('GET /broken', 'broken')];
  await start({ routes, accessLog }, { broken: () => new Error('out of order') });

  const answers = [await fetch(`${api.url}/metadata/a`), await fetch(`${api.url}/broken`)];
  await fetch(`${api.url}/none`);

  expect(accesses).toHaveLength(2);
  expect(accesses).toMatchObject([
    {
      ...{ routeKey: 'GET /metadata/{session}', status: 200, httpMethod: 'GET' },
      ...{ 'identity.sourceIp': HOST, requestTime: '22/Nov/2026:12:00:00 +0000' },
      requestId: answers[0]?.headers.get('apigw-requestid'),
    },
    { routeKey: 'GET /broken', status: 500, requestId: answers[1]?.headers.get('apigw-requestid') },
  ]);
});
