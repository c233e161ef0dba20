import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ACCOUNT_ID, arnOf, REGION } from '../../engine/account.ts';
import type { MessageAttributes } from '../lambda/failed-event.ts';
import { transaction } from '../../state/database.ts';
import { rateMs } from './rate.ts';

// The longest timeout in Node.
const MAX_TIMER_MS = 2 ** 31 - 1;

export type Rule = {
  name: string;
  expression: string;
  enabled: boolean;
  targets: Target[];
};

/** A function, and the queue for events that cannot be delivered to it. */
export type Target = { functionArn: string; input?: string; deadLetterArn?: string };

export type ScheduleOptions = {
  db: DatabaseSync;
  /** False if there is no such function. */
  enqueue: (functionArn: string, payload: string) => boolean;
  sendToQueue: (queueArn: string, body: string, attributes: MessageAttributes) => void;
  /** A run could not be queued, for example on a full disk; the next one is still tried. */
  onError?: (rule: string, error: unknown) => void;
};

export type Schedule = ReturnType<typeof startSchedule>;

/** Invokes functions at their rules' rates; a run missed while the engine was down is made up for once. */
export const startSchedule = ({ db, enqueue, sendToQueue, onError = report }: ScheduleOptions) => {
  const runs = openRuns(db);
  const timers = new Map<string, NodeJS.Timeout>();

  const arm = (rule: Rule, lastRunAt: number) => {
    const intervalMs = rateMs(rule.expression);
    // A clock that was set back must not delay the rule.
    const waitMs = clamp(lastRunAt + intervalMs - Date.now(), intervalMs);
    const next = () => (waitMs > MAX_TIMER_MS ? arm(rule, lastRunAt) : run(rule));
    timers.set(rule.name, setTimeout(next, Math.min(waitMs, MAX_TIMER_MS)));
  };

  const run = (rule: Rule) => {
    const now = Date.now();
    try {
      transaction(db, () => {
        const event = JSON.stringify(scheduledEvent(rule.name));
        for (const target of rule.targets) send(rule, target, target.input ?? event);
        runs.record(rule.name, now);
      });
    } catch (error) {
      onError(rule.name, error);
    }
    arm(rule, now);
  };

  const send = (rule: Rule, { functionArn, deadLetterArn }: Target, event: string) => {
    if (enqueue(functionArn, event) || deadLetterArn === undefined) return;
    sendToQueue(deadLetterArn, event, deadLetterAttributes(rule, functionArn));
  };

  const disarm = (name: string) => {
    clearTimeout(timers.get(name));
    timers.delete(name);
  };

  return {
    /** Creates or changes the rule; throws UnknownSchedule for an unsupported expression. */
    configureRule(rule: Rule) {
      rateMs(rule.expression);
      disarm(rule.name);
      runs.create(rule.name, Date.now());
      if (rule.enabled) arm(rule, runs.lastOf(rule.name));
    },

    removeRule(name: string) {
      disarm(name);
      runs.remove(name);
    },

    stop() {
      for (const name of [...timers.keys()]) disarm(name);
    },
  };
};

const report = (rule: string, error: unknown) => console.error(`Rule ${rule} did not run:`, error);

const clamp = (waitMs: number, intervalMs: number) => Math.min(Math.max(waitMs, 0), intervalMs);

// When each rule last ran; a new one counts from its creation, as on AWS.
const openRuns = (db: DatabaseSync) => {
  db.exec(
    'CREATE TABLE IF NOT EXISTS schedule_run (rule TEXT PRIMARY KEY, lastRunAt INTEGER NOT NULL)',
  );
  const create = db.prepare('INSERT OR IGNORE INTO schedule_run VALUES (?, ?)');
  const update = db.prepare('UPDATE schedule_run SET lastRunAt = ? WHERE rule = ?');
  const last = db.prepare('SELECT lastRunAt FROM schedule_run WHERE rule = ?');
  const remove = db.prepare('DELETE FROM schedule_run WHERE rule = ?');
  return {
    create: (rule: string, at: number) => void create.run(rule, at),
    record: (rule: string, at: number) => void update.run(at, rule),
    lastOf: (rule: string) => Number(last.get(rule)?.['lastRunAt'] ?? 0),
    remove: (rule: string) => void remove.run(rule),
  };
};

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
const deadLetterAttributes = ({ name }: Rule, functionArn: string): MessageAttributes => ({
  RULE_ARN: text(arnOf('events', `rule/${name}`)),
  TARGET_ARN: text(functionArn),
  ERROR_CODE: text('NO_RESOURCE'),
  ERROR_MESSAGE: text(`There is no function ${functionArn}`),
});

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

// https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-scheduled-event.html
const scheduledEvent = (rule: string) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT_ID,
  time: `${new Date().toISOString().slice(0, 19)}Z`,
  region: REGION,
  resources: [arnOf('events', `rule/${rule}`)],
  detail: {},
});
