import { expect, test } from '@jest/globals';
import { formatRoute, parseRoute } from './route.ts';

const ID = '0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11';
const parse = (address: string) => parseRoute(new URL(address, 'https://bank.example'));

test.each([
  [`/v/${ID}`, 0],
  [`/v/${ID}/`, 0],
  [`/v/${ID.toUpperCase()}#t=12.5`, 12.5],
  [`/v/${ID}#t=-3`, 0],
  [`/v/${ID}#t=Infinity`, 0],
  [`/v/${ID}#t=soon`, 0],
])('%s is a result at second %d', (address, time) => {
  expect(parse(address)).toEqual({ view: 'result', session: ID, time });
});

test.each(['/', '/v/', '/v/4711', `/v/${ID}/more`, `/w/${ID}`])('%s is home', (address) => {
  expect(parse(address)).toEqual({ view: 'home', search: '' });
});

test('home includes the search', () => {
  expect(parse('/?label=Dog&hours=22-6')).toEqual({
    view: 'home',
    search: '?label=Dog&hours=22-6',
  });
});

test.each(['/', '/?label=Dog', `/v/${ID}`, `/v/${ID}#t=12.345`])(
  '%s leads to itself',
  (address) => {
    expect(formatRoute(parse(address))).toBe(address);
  },
);
