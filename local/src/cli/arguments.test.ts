import { expect, test } from '@jest/globals';
import { parseArguments } from './arguments.ts';

const parse = (...args: string[]) => parseArguments(args, '/home/pi');

test('without arguments, the defaults are used', () => {
  expect(parse()).toEqual({
    files: [],
    once: false,
    json: false,
    stateDir: '/home/pi/.local',
    pagePort: 3000,
    awsPort: 4566,
    host: '127.0.0.1',
    sample: true,
    empty: false,
    help: false,
  });
});

test('every option has its effect, and files are relative to the current directory', () => {
  const options = ['--once', '--json', '--state', 'bank', '--port', '0', '--aws-port=4570'];

  expect(parse(...options, '--host', '::1', '--no-sample', 'a b.mp4', '/clips/c.mp4')).toEqual({
    files: ['/home/pi/a b.mp4', '/clips/c.mp4'],
    once: true,
    json: true,
    stateDir: '/home/pi/bank',
    pagePort: 0,
    awsPort: 4570,
    host: '::1',
    sample: false,
    empty: false,
    help: false,
  });
});

test('an empty engine accepts no videos', () => {
  expect(parse('--empty').empty).toBe(true);
  expect(() => parse('--empty', 'a.mp4')).toThrow('--empty cannot take videos');
  expect(() => parse('--empty', '--once')).toThrow('--empty cannot take videos');
});

test('after -- a name that looks like an option is a file', () => {
  expect(parse('--', '--once').files).toEqual(['/home/pi/--once']);
});

test.each([
  [['--ones'], /^Unknown option '--ones'\.$/u],
  [['--once=yes'], 'does not take an argument'],
  [['--state'], 'argument missing'],
  [['--state='], '--state: the directory must not be empty'],
  [['--port', '65536'], '--port: a port must be a number from 0 to 65535'],
  [['--aws-port', '4566a'], '--aws-port: a port must be a number from 0 to 65535'],
])('%j is rejected by name', (args, message) => {
  expect(() => parse(...args)).toThrow(message);
});
