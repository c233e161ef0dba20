import { expect, test } from '@jest/globals';
import { checkExposure, DEFAULT_ACCESS_KEY } from './access-key.ts';

const own = { accessKeyId: 'camera', secretAccessKey: 'of my own' };

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])(
  'the default key is allowed for %s',
  (host) => {
    expect(() => checkExposure({ host }, DEFAULT_ACCESS_KEY)).not.toThrow();
  },
);

test.each(['0.0.0.0', '::', '192.168.1.7', 'bank.local', '127.0.0.1.example.org'])(
  'the default key is refused for %s, and your own key is not',
  (host) => {
    expect(() => checkExposure({ host }, DEFAULT_ACCESS_KEY)).toThrow(
      'VIDEO_SERVICE_ACCESS_KEY_ID',
    );
    expect(() => checkExposure({ host }, own)).not.toThrow();
  },
);

test('the default key is refused behind a proxy that others can reach, because it would open S3 there', () => {
  const host = '127.0.0.1';
  const check = (address: string) => () => checkExposure({ host, address }, DEFAULT_ACCESS_KEY);

  expect(check('https://videos.home')).toThrow('On https://videos.home everyone');
  expect(check('http://localhost:8080')).not.toThrow();
});
