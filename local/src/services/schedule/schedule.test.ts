import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { openDatabase } from '../../state/database.ts';
import { rateMs, UnknownSchedule } from './rate.ts';
import { startSchedule, type Rule, type Schedule } from './schedule.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:sweep';
const MINUTE = 60_000;

let db: ReturnType<typeof openDatabase>;
let invoked: { functionArn: string; payload: string }[];
let deadLetters: unknown[];
let schedule: Schedule;
const start = () =>
  startSchedule({
    db,
    enqueue(functionArn, payload) {
      if (functionArn.endsWith(':gone')) return false;
      invoked.push({ functionArn, payload });
      return true;
    },
    sendToQueue: (...letter) => deadLetters.push(letter),
  });
beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-22T12:00:00Z') });
  db = openDatabase(':memory:');
  invoked = [];
  deadLetters = [];
  schedule = start();
});
afterEach(() => {
  schedule.stop();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
  db.close();
});

const rule = (change: Partial<Rule> = {}): Rule => ({
  name: 'every-minute',
  expression: 'rate(1 minute)',
  enabled: true,
  targets: [{ functionArn: FUNCTION }],
  ...change,
});

describe('a rule', () => {
  test('invokes its function with AWS’s scheduled event, first after one interval', () => {
    schedule.configureRule(rule());

    jest.advanceTimersByTime(MINUTE - 1);
    expect(invoked).toEqual([]);
    jest.advanceTimersByTime(1);

    expect(invoked.map(({ functionArn }) => functionArn)).toEqual([FUNCTION]);
    expect(JSON.parse(invoked[0]?.payload ?? '')).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: '2026-11-22T12:01:00Z',
      region: 'us-east-1',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/every-minute'],
      detail: {},
    });
  });

  test('runs repeatedly, for each of its targets, with a target’s own input', () => {
    const targets = [{ functionArn: FUNCTION, input: '{"a":1}' }, { functionArn: `${FUNCTION}-2` }];
    schedule.configureRule(rule({ targets }));

    jest.advanceTimersByTime(3 * MINUTE);

    expect(invoked).toHaveLength(6);
    expect(invoked[0]).toEqual({ functionArn: FUNCTION, payload: '{"a":1}' });
  });

  test('that is reconfigured continues as before', () => {
    schedule.configureRule(rule());
    jest.advanceTimersByTime(MINUTE / 2);

    schedule.configureRule(rule());
    jest.advanceTimersByTime(MINUTE / 2);

    expect(invoked).toHaveLength(1);
  });

  test.each(['disabled', 'removed'])('that is %s does not run', (how) => {
    schedule.configureRule(rule());

    if (how === 'disabled') schedule.configureRule(rule({ enabled: false }));
    else schedule.removeRule('every-minute');
    jest.advanceTimersByTime(5 * MINUTE);

    expect(invoked).toEqual([]);
  });

  test('that was due while the engine was down runs at once, and only once', () => {
    schedule.configureRule(rule());
    schedule.stop();
    jest.setSystemTime(new Date('2026-11-22T15:00:00Z'));

    schedule = start();
    schedule.configureRule(rule());
    jest.advanceTimersByTime(1);
    expect(invoked).toHaveLength(1);
    jest.advanceTimersByTime(MINUTE);

    expect(invoked).toHaveLength(2);
  });

  test('does not run twice because of a restart', () => {
    schedule.configureRule(rule());
    jest.advanceTimersByTime(MINUTE);
    schedule.stop();

    schedule = start();
    schedule.configureRule(rule());
    jest.advanceTimersByTime(MINUTE - 1);
    expect(invoked).toHaveLength(1);
    jest.advanceTimersByTime(1);

    expect(invoked).toHaveLength(2);
  });

  test('is not delayed by a clock that was set back', () => {
    schedule.configureRule(rule());
    schedule.stop();
    jest.setSystemTime(new Date('2026-11-20T12:00:00Z'));

    schedule = start();
    schedule.configureRule(rule());
    jest.advanceTimersByTime(MINUTE);

    expect(invoked).toHaveLength(1);
  });

  test('can be rarer than the longest timer', () => {
    schedule.configureRule(rule({ expression: 'rate(60 days)' }));

    jest.advanceTimersByTime(60 * 24 * 60 * MINUTE - 1);
    expect(invoked).toEqual([]);
    jest.advanceTimersByTime(1);

    expect(invoked).toHaveLength(1);
  });

  test('whose function is missing sends its event to the dead-letter queue', () => {
    const deadLetterArn = 'arn:aws:sqs:us-east-1:000000000000:dead-letters';
    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:gone';
    const targets = [{ functionArn }, { functionArn, input: '{"a":1}', deadLetterArn }];
    schedule.configureRule(rule({ targets }));

    jest.advanceTimersByTime(MINUTE);

    const value = (StringValue: string) => ({ DataType: 'String', StringValue });
    const attributes = {
      RULE_ARN: value('arn:aws:events:us-east-1:000000000000:rule/every-minute'),
      TARGET_ARN: value(functionArn),
      ERROR_CODE: value('NO_RESOURCE'),
      ERROR_MESSAGE: value(`There is no function ${functionArn}`),
    };
    expect(deadLetters).toEqual([[deadLetterArn, '{"a":1}', attributes]]);
    expect(invoked).toEqual([]);
  });

  test('that could not be queued tries again the next time', () => {
    schedule.stop();
    const errors: unknown[] = [];
    let isFull = true;
    schedule = startSchedule({
      db,
      enqueue: (functionArn, payload) => {
        if (isFull) throw new Error('disk full');
        invoked.push({ functionArn, payload });
        return true;
      },
      sendToQueue: () => undefined,
      onError: (name, error) => errors.push([name, error]),
    });
    schedule.configureRule(rule());

    const error = ['every-minute', new Error('disk full')];
    jest.advanceTimersByTime(2 * MINUTE);
    expect(errors).toEqual([error, error]);
    isFull = false;
    jest.advanceTimersByTime(MINUTE);

    expect(invoked).toHaveLength(1);
  });
});

describe('an expression', () => {
  test.each([
    ['rate(1 minute)', MINUTE],
    ['rate(5 minutes)', 5 * MINUTE],
    ['rate(1 hour)', 60 * MINUTE],
    ['rate(2 days)', 48 * 60 * MINUTE],
  ])('%s is understood', (expression, ms) => {
    expect(rateMs(expression)).toBe(ms);
  });

  test.each([
    'cron(0 12 * * ? *)',
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(1 week)',
    'every minute',
  ])('%s is refused by name', (expression) => {
    expect(() => schedule.configureRule(rule({ expression }))).toThrow(
      new UnknownSchedule(expression),
    );
  });
});
