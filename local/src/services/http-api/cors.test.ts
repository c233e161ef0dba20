import { afterEach, expect, test } from '@jest/globals';
import { startHttpApi, type HttpApi } from './http-api.ts';

let api: HttpApi;

const start = async (allowOrigins: string[]) => {
  api = await startHttpApi({
    host: '127.0.0.1',
    port: 0,
    invoke: () =>
      Promise.resolve({
        payload: JSON.stringify({
          statusCode: 200,
          headers: { 'Access-Control-Allow-Origin': 'https://evil.example' },
        }),
      }),
  });
  api.configureApi({
    id: 'api1',
    name: 'dev-upload',
    routes: [{ routeKey: 'POST /form', functionName: 'form', timeoutMs: 1000 }],
    cors: {
      allowOrigins,
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['content-type'],
      exposeHeaders: ['etag'],
      allowCredentials: true,
      maxAgeSeconds: 600,
    },
  });
};

afterEach(() => api.stop());

const preflight = (origin: string, path = '/form') =>
  fetch(`${api.url}${path}`, {
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
  });

const corsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => /^access-control|^vary/u.test(name)));

test('the gateway answers a preflight itself', async () => {
  await start(['https://page.example']);

  const response = await preflight('https://page.example');

  expect(response.status).toBe(204);
  expect(corsOf(response)).toEqual({
    'access-control-allow-origin': 'https://page.example',
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET,POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
    vary: 'Origin',
  });
});

test('an origin that is not allowed gets no CORS headers', async () => {
  await start(['https://page.example']);

  expect(corsOf(await preflight('https://page.example.evil'))).toEqual({});
  expect(corsOf(await preflight('http://page.example'))).toEqual({});
});

test('the configuration replaces the function’s CORS headers', async () => {
  await start(['https://*']);
  const post = (origin: string) =>
    fetch(`${api.url}/form`, { method: 'POST', headers: { Origin: origin } });

  expect(corsOf(await post('https://any.example'))).toEqual({
    'access-control-allow-origin': 'https://any.example',
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'etag',
    vary: 'Origin',
  });
  expect(corsOf(await post('http://any.example'))).toEqual({});
});

test('a preflight to a path without an API is a 404', async () => {
  await start(['*']);

  expect((await preflight('https://page.example', '/other')).status).toBe(404);
});
