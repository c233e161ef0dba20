import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import * as v from 'valibot';
import { createMetrics } from './metrics.ts';

const Line = v.looseObject({
  _aws: v.object({
    CloudWatchMetrics: v.array(
      v.looseObject({ Namespace: v.string(), Dimensions: v.array(v.array(v.string())) }),
    ),
  }),
});

let lines: string[];
beforeEach(() => {
  process.env['POWERTOOLS_SERVICE_NAME'] = 'video-service';
  lines = [];
  jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((line: string | Uint8Array) => lines.push(String(line)) > 0);
});
afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['POWERTOOLS_SERVICE_NAME'];
});

const written = () =>
  lines.map((line) => {
    const { _aws, ...values } = v.parse(Line, JSON.parse(line));
    const [metrics] = _aws.CloudWatchMetrics;
    return { namespace: metrics?.Namespace, dimensions: metrics?.Dimensions, ...values };
  });

const OF_STAGE = {
  ...{ namespace: 'VideoBank', dimensions: [['service', 'stage']] },
  ...{ service: 'video-service', stage: 'dev' },
};

test('an invocation writes its metrics in one line, by service and stage', () => {
  const metrics = createMetrics('dev');
  metrics.addUsd('LabelsPaidUsd', 0.001);
  metrics.addUsd('LabelsPaidUsd', 0.001);
  metrics.addSeconds('SessionIdleSeconds', 3);
  metrics.count('VideosReady');
  metrics.flush();
  metrics.flush();

  expect(written()).toEqual([
    { ...OF_STAGE, LabelsPaidUsd: [0.001, 0.001], SessionIdleSeconds: 3, VideosReady: 1 },
  ]);
});

test('a failure counts in total, and by its code', () => {
  const metrics = createMetrics('dev');
  metrics.count('VideosFailed', 'NOT_A_VIDEO');
  metrics.count('VideosFailed', 'GIF_FAILED');
  metrics.flush();

  const ofCode = (code: string) => ({
    ...{ ...OF_STAGE, dimensions: [['service', 'stage', 'code']] },
    ...{ code, VideosFailed: 1 },
  });
  expect(written()).toEqual([
    ofCode('NOT_A_VIDEO'),
    ofCode('GIF_FAILED'),
    { ...OF_STAGE, VideosFailed: [1, 1] },
  ]);
});
