import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { logFile } from '../services/lambda/function-log.ts';
import { type LabellingBank, openLabellingBank } from './labelling-bank.ts';
import { ALARM_TOPIC_ARN, OWNER_QUEUE_URL } from './owner-stack.ts';
import { receiveAll } from './receive-all.ts';
import { startSlowRekognition } from './slow-rekognition.ts';

const CLOCK = pathToFileURL(
  path.join(import.meta.dirname, '../services/lambda/testing/moving-clock.mjs'),
);
const DAY_MS = 86_400_000;
// After its clock was moved, a function's first calls are refused, and their captures return.
const RETRY_SECONDS = 30;

/** So many concurrent videos with so many captures, and this daily budget; the next day `later` more. */
export type Spending = { usdPerDay: number; videos: number; captures: number; later: number };

/** The outcome of all captures so far, what was paid for them, and what the owner was told since. */
export type Spent = {
  /** Videos that are ready, with a preview. */
  ready: number;
  labelled: number;
  overBudget: number;
  paidCalls: number;
  metrics: { paidUsd: number; savedUsd: number };
  warnings: string[];
};

/** Labels more on one day than the budget allows, over the engine, and continues after midnight UTC. */
export const spendBudget = async (spending: Spending): Promise<{ first: Spent; next: Spent }> => {
  const { usdPerDay, videos, captures, later } = spending;
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'budget-'));
  opened.defer(() => rm(folder, { recursive: true }));
  const clockFile = path.join(folder, 'clock');
  const rekognition = await startSlowRekognition({ calls: Infinity, everyMs: 1000 });
  opened.defer(rekognition.stop);
  const environment = {
    ...{ NODE_OPTIONS: `--import=${CLOCK.href}`, CLOCK_FILE: clockFile },
    ...{ AWS_ENDPOINT_URL_REKOGNITION: rekognition.url, LABELS_USD_PER_DAY: String(usdPerDay) },
    ALARM_TOPIC_ARN,
  };
  const bank = await openLabellingBank({
    parameters: { AlarmTopicArn: ALARM_TOPIC_ARN },
    resources: {
      CaptureQueue: { properties: { VisibilityTimeout: RETRY_SECONDS } },
      GetDashlabelsLambdaFunction: { properties: { Timeout: RETRY_SECONDS }, environment },
    },
  });
  opened.defer(bank.close);
  const frames = Array.from({ length: captures }, (_, frame) => String(frame * 1000));

  const spend = async (count: number, total: number): Promise<Spent> => {
    await bank.leaveVideos(count, frames);
    const results = await bank.results(total);
    const labels = results.flatMap((metadata) => metadata.labels);
    return {
      ready: results.filter(({ status, gif }) => status === 1 && gif !== undefined).length,
      labelled: labels.filter((capture) => capture.labels.length > 0).length,
      overBudget: labels.filter(({ error }) => error?.code === 'LABEL_BUDGET_REACHED').length,
      paidCalls: rekognition.counts.labelled,
      metrics: await metricsOf(bank),
      warnings: await receiveAll(bank.sqs, OWNER_QUEUE_URL),
    };
  };

  // Each day begins at noon, so that none ends before its captures are labelled, whatever the time is now.
  const toNoon = DAY_MS / 2 - (Date.now() % DAY_MS);
  await writeFile(clockFile, String(toNoon));
  const first = await spend(videos, videos);
  await writeFile(clockFile, String(toNoon + DAY_MS));
  return { first, next: await spend(later, videos + later) };
};

const metricsOf = async ({ stateDir }: LabellingBank): Promise<Spent['metrics']> => {
  const file = logFile(stateDir, 'video-service-local-get-labels');
  const logs = await Promise.all(
    [file, `${file}.1`].map((each) => readFile(each, 'utf8').catch(() => '')),
  );
  const sumOf = (name: string) =>
    logs
      .flatMap((log) =>
        Array.from(log.matchAll(new RegExp(`"${name}":(\\[[^\\]]*\\]|[\\d.e-]+)`, 'gu'))),
      )
      .flatMap(([, value = '0']) => JSON.parse(value) as number | number[])
      .reduce((sum, usd) => sum + usd, 0);
  return { paidUsd: sumOf('LabelsPaidUsd'), savedUsd: sumOf('LabelsSavedUsd') };
};
