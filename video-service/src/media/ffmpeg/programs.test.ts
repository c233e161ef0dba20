import { expect, test } from '@jest/globals';
import { programEnvironment } from './programs.ts';

test('FFmpeg inherits no credentials', () => {
  const env = { PATH: '/bin', TMPDIR: '/tmp', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'x' };

  expect(programEnvironment(env)).toEqual({
    PATH: '/bin',
    TMPDIR: '/tmp',
    GCONV_PATH: '/nonexistent',
  });
});
