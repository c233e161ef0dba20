import { expect, test } from '@jest/globals';
import { readArguments } from './read-arguments.ts';

test('without arguments all stacks go to the stage dev, in the order of their imports', () => {
  expect(readArguments([])).toEqual({
    help: false,
    only: ['video', 'upload', 'facebook'],
    stage: 'dev',
    region: 'us-east-1',
    profile: undefined,
    own: undefined,
    remove: false,
    yes: false,
  });
});

test('the order of the stacks is that of their imports, however they are named', () => {
  expect(readArguments(['--only', 'facebook, video']).only).toEqual(['video', 'facebook']);
});

test.each([
  [['--only', 'nix'], '--only "nix" is not a stack. There are video, upload, facebook.'],
  [['--stage', 'Prod'], '--stage Prod cannot be deployed'],
  [['--stage', 'local'], '--stage local cannot be deployed'],
  [['--region', 'Frankfurt'], '--region Frankfurt is not the name of a region'],
  [['--ffmpeg', 'ffmpeg'], '--ffmpeg and --ffprobe go together'],
  [['--what'], "Unknown option '--what'"],
])('%j is refused', (argv, message) => {
  expect(() => readArguments(argv)).toThrow(message);
});
