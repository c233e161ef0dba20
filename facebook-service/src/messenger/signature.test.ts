import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { isSigned, sameText } from './signature.ts';

const body = Buffer.from('{"text":"gr\\u00fc\\u00dfe"}');
const sign = (secret: string) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

test('only the signature of exactly these bytes with the secret is accepted', () => {
  expect(isSigned(body, sign('secret'), 'secret')).toBe(true);
  expect(isSigned(body, sign('other'), 'secret')).toBe(false);
  expect(isSigned(Buffer.concat([body, Buffer.from(' ')]), sign('secret'), 'secret')).toBe(false);
});

test.each(['', 'sha256=', 'sha1=abc', sign('secret').toUpperCase(), sign('secret').slice(7)])(
  'the header %j is refused',
  (header) => {
    expect(isSigned(body, header, 'secret')).toBe(false);
  },
);

test('texts of different lengths differ without an error', () => {
  expect(sameText('token', 'token')).toBe(true);
  expect(sameText('token', 'token2')).toBe(false);
});
