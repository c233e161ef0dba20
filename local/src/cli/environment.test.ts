import { describe, expect, test } from '@jest/globals';
import { accessKeyIn, checkPassphrase } from './environment.ts';
import { UsageError } from './usage-error.ts';

const WITHOUT = {};
const WITH = { PAGE_PASSPHRASE: 'correct horse battery staple' };

describe('a bank without a passphrase', () => {
  test.each([
    [{ host: '0.0.0.0' }, '0.0.0.0'],
    [{ host: '192.168.1.10' }, '192.168.1.10'],
    [{ host: '::' }, '::'],
    [{ host: '127.0.0.1', address: 'https://videos.home' }, 'https://videos.home'],
  ])('does not start where others can reach it: %j', (reach, shown) => {
    expect(() => checkPassphrase(reach, WITHOUT)).toThrow(UsageError);
    expect(() => checkPassphrase(reach, WITHOUT)).toThrow(
      `With ${shown}, others can reach the video bank`,
    );
    expect(() => checkPassphrase(reach, { PAGE_PASSPHRASE: '' })).toThrow(UsageError);
    expect(() => checkPassphrase(reach, WITH)).not.toThrow();
  });

  test.each([
    { host: '127.0.0.1' },
    { host: '127.1.2.3' },
    { host: 'localhost' },
    { host: '::1' },
    { host: '127.0.0.1', address: 'http://localhost:8080' },
    { host: '127.0.0.1', address: 'http://[::1]:8080' },
  ])('starts where only this machine can reach it: %j', (reach) => {
    expect(() => checkPassphrase(reach, WITHOUT)).not.toThrow();
  });
});

test('half an access key is rejected, and the default is the well-known one', () => {
  expect(() => accessKeyIn({ VIDEO_SERVICE_ACCESS_KEY_ID: 'camera' })).toThrow(UsageError);
  expect(() => accessKeyIn({ VIDEO_SERVICE_SECRET_ACCESS_KEY: 'secret' })).toThrow(UsageError);
  expect(accessKeyIn({})).toEqual({ accessKeyId: 'test', secretAccessKey: 'test' });
  expect(
    accessKeyIn({
      VIDEO_SERVICE_ACCESS_KEY_ID: 'camera',
      VIDEO_SERVICE_SECRET_ACCESS_KEY: 'secret',
    }),
  ).toEqual({ accessKeyId: 'camera', secretAccessKey: 'secret' });
});
