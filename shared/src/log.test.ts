import { afterEach, expect, jest, test } from '@jest/globals';
import { createLog } from './log.ts';

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['POWERTOOLS_SERVICE_NAME'];
});

test('an outcome is one JSON line with service, step and session', () => {
  process.env['POWERTOOLS_SERVICE_NAME'] = 'video-service';
  const lines: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);

  createLog('create-gif').info('rendered', { sessionId: 'a' });

  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'INFO',
    message: 'rendered',
    service: 'video-service',
    step: 'create-gif',
    sessionId: 'a',
  });
});
