import { expect, test } from '@jest/globals';
import { readArguments } from './read-arguments.ts';

const read = (...argv: string[]) => readArguments(argv, {});

test('without arguments, all stacks are deployed to stage dev, in import order', () => {
  expect(read()).toEqual({
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

test('stacks are deployed in import order, in whatever order they are named', () => {
  expect(read('--only', 'facebook, video').only).toEqual(['video', 'facebook']);
});

test.each([
  [['--only', 'nix'], '--only "nix" is not a stack. The stacks are video, upload, facebook.'],
  [['--stage', 'Prod'], '--stage Prod is invalid'],
  [['--stage', 'local'], '--stage local needs a local engine'],
  [['--region', 'Frankfurt'], '--region Frankfurt is not a region'],
  [['--ffmpeg', 'ffmpeg'], '--ffmpeg and --ffprobe must be used together'],
  [['--what'], "Unknown option '--what'"],
])('%j is rejected', (argv, message) => {
  expect(() => read(...argv)).toThrow(message);
});

test('the stage local is deployed to an engine', () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
  expect(readArguments(['--stage', 'local'], env).stage).toBe('local');
});
