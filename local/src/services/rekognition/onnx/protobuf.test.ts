import { expect, test } from '@jest/globals';
import { message, number, text } from './protobuf.ts';

const hex = (field: Uint8Array[]) => Buffer.concat(field).toString('hex');

test('fields are written as in the examples of the encoding', () => {
  expect(hex(number(1, 150))).toBe('089601');
  expect(hex(text(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(message(3, number(1, 150)))).toBe('1a03089601');
});

test('a number of over 32 bits and a field of over 15 take more bytes', () => {
  expect(hex(number(1, 2 ** 35))).toBe('08808080808001');
  expect(hex(number(20, 7))).toBe('a00107');
});
