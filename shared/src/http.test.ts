import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import { bodyOf, httpHandler, json, jsonOf, refuse, refuseInput } from './http.ts';

// Only the fields that the module reads.
const request = (body: string | undefined, isBase64Encoded = false) =>
  ({ body, isBase64Encoded, headers: {}, routeKey: 'POST /things' }) as APIGatewayProxyEventV2;
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('a JSON answer is never cached', () => {
  expect(json(201, { id: 'a' })).toEqual({
    statusCode: 201,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: '{"id":"a"}',
  });
});

describe('an error response', () => {
  test('says what is wrong and how to fix it', () => {
    const refusal = {
      code: 'UNKNOWN_SESSION',
      message: 'No such session.',
      hint: 'Upload first.',
    } as const;

    expect(refuse(404, refusal)).toMatchObject({
      statusCode: 404,
      body: JSON.stringify(refusal),
    });
  });

  test("contains the schema's own messages for invalid input", () => {
    const Input = v.object({ file: v.string('Name the file.'), size: v.number('Tell the size.') });
    const { issues = [] } = v.safeParse(Input, { file: 1, size: 'big' });

    const { statusCode, body = '' } = refuseInput(issues, 'See the README.');

    expect([statusCode, JSON.parse(body)]).toEqual([
      400,
      {
        code: 'INVALID_REQUEST',
        message: 'Name the file. Tell the size.',
        hint: 'See the README.',
      },
    ]);
  });
});

describe('a request body', () => {
  test('is decoded text, or empty if missing', () => {
    expect(bodyOf(request('é🎬'))).toBe('é🎬');
    expect(bodyOf(request(base64('é🎬'), true))).toBe('é🎬');
    expect(bodyOf(request(undefined))).toBe('');
  });

  test('is parsed JSON, or undefined', () => {
    expect(jsonOf(request('{"a":1}'))).toEqual({ a: 1 });
    expect(jsonOf(request(base64('{"a":1}'), true))).toEqual({ a: 1 });
    expect(jsonOf(request('{"a":'))).toBeUndefined();
    expect(jsonOf(request(undefined))).toBeUndefined();
  });
});

describe('a handler', () => {
  const logged: unknown[] = [];
  const log = { error: (...entry: unknown[]) => void logged.push(entry) };

  test('returns the response', async () => {
    const handler = httpHandler(log, async () => json(200, {}));

    expect(await handler(request(''))).toEqual(json(200, {}));
    expect(logged).toEqual([]);
  });

  test('logs unexpected errors and reveals nothing about them to the client', async () => {
    const handler = httpHandler(log, () => Promise.reject(new Error('table things-prod is gone')));

    const { statusCode, body = '' } = await handler(request('secret'));

    expect(statusCode).toBe(500);
    expect(body).not.toContain('things-prod');
    expect(logged).toEqual([
      ['request failed', { route: 'POST /things', error: 'Error: table things-prod is gone' }],
    ]);
  });
});
