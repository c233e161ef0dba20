import { expect, test } from '@jest/globals';
import { recordingName } from './recording-name.ts';

test('a recording is named after its date and time', () => {
  const name = recordingName('webm', new Date(2026, 10, 6, 9, 3, 5));

  expect(name).toBe('Recording 2026-11-06 09.03.05.webm');
});
