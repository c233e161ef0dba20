import { expect, test } from '@jest/globals';
import { StateInUse, StateUnusable } from '../state/state-directory.ts';
import { explainStart } from './explain.ts';

const ports = { awsPort: 4566, host: '10.0.0.7' };
const listenError = (code: string, port?: number) =>
  Object.assign(new Error(code), { code, syscall: 'listen', ...(port !== undefined && { port }) });

test.each([
  [listenError('EADDRINUSE', 4566), 'Port 4566 is in use. Choose another with --aws-port.'],
  [
    new Error('wrapped', { cause: listenError('EADDRINUSE', 3000) }),
    'Port 3000 is in use. Choose another with --port.',
  ],
  [listenError('EACCES', 80), 'Port 80 is not permitted. Choose another with --port.'],
  [
    listenError('EADDRNOTAVAIL', 4566),
    '10.0.0.7 is not an address of this machine. Choose another with --host.',
  ],
  [
    new StateInUse('.local', '7'),
    '.local is in use by another engine, process 7. Stop it, or choose another directory with --state.',
  ],
  [
    new StateUnusable('/a is on a read-only file system'),
    '/a is on a read-only file system. Choose another with --state.',
  ],
  [
    Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }),
    'The disk is full. Free up space, or choose another directory with --state.',
  ],
  [new Error('Stack a: Odd (X): no'), 'Stack a: Odd (X): no'],
])('%s', (error, explanation) => {
  expect(explainStart(error, ports)).toBe(explanation);
});

test('an internal error includes its location', () => {
  expect(explainStart(new TypeError('x is undefined'), ports)).toContain('explain.test.ts');
});
