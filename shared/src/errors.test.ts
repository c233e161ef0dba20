import { expect, test } from '@jest/globals';
import { InvalidInput } from './errors.ts';

test('an InvalidInput carries its details and keeps its cause', () => {
  const details = {
    stage: 'probe',
    code: 'NOT_A_VIDEO',
    message: 'No video stream.',
    hint: 'Send an mp4.',
  } as const;
  const cause = new Error('ffprobe exited with 1');

  const error = new InvalidInput(details, { cause });

  expect(error).toMatchObject({
    name: 'InvalidInput',
    message: 'No video stream.',
    details,
    cause,
  });
});
