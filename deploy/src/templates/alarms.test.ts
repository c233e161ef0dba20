import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { readStacks, type ReadStack } from './testing/three-stacks.ts';

const PAGE = path.resolve(import.meta.dirname, '../../../docs/operate.md');

const Alarm = v.looseObject({
  AlarmDescription: v.string(),
  AlarmActions: v.unknown(),
  TreatMissingData: v.picklist(['notBreaching', 'breaching']),
});
const Dashboard = v.object({
  widgets: v.array(
    v.object({ type: v.string(), properties: v.looseObject({ title: v.string() }) }),
  ),
});

let stacks: ReadStack[];
beforeAll(async () => {
  stacks = await readStacks();
}, 120_000);

const alarms = () =>
  stacks.flatMap(({ name, ofType }) =>
    ofType('AWS::CloudWatch::Alarm').map(({ id, properties }) => ({
      stack: name.replace('-local', ''),
      id,
      ...v.parse(Alarm, properties),
    })),
  );

test('every stack has the alarms it needs', () => {
  expect(
    Map.groupBy(alarms(), ({ stack }) => stack)
      .keys()
      .toArray(),
  ).toEqual(['facebook-service', 'upload-service', 'video-service']);
  expect(alarms().map(({ stack, id }) => `${stack} ${id}`)).toEqual([
    'facebook-service DeadLetterAlarm',
    'facebook-service ServerErrorAlarm',
    'upload-service DeadLetterAlarm',
    'upload-service ServerErrorAlarm',
    'video-service DeadLetterAlarm',
    'video-service SessionQueueAlarm',
    'video-service CaptureQueueAlarm',
    'video-service StandstillAlarm',
    'video-service FailedVideosAlarm',
    'video-service BudgetAlarm',
  ]);
});

test('every alarm notifies the configured topic, if there is one', () => {
  for (const { AlarmActions } of alarms())
    expect(AlarmActions).toEqual({
      'Fn::If': ['HasAlarmTopic', [{ Ref: 'AlarmTopicArn' }], { Ref: 'AWS::NoValue' }],
    });
});

test('only the sweep’s alarm treats missing data as an alarm', () => {
  const silent = alarms().filter(({ TreatMissingData }) => TreatMissingData === 'breaching');

  expect(silent.map(({ id }) => id)).toEqual(['StandstillAlarm']);
});

test('docs/operate.md explains exactly the existing alarms', async () => {
  const [, ...sections] = (await readFile(PAGE, 'utf8')).split(/^### /mu);
  const documented = sections.map((section) => ({
    id: /^.*\(`(\w+)`\)\n/u.exec(section)?.[1],
    steps: section.match(/^\d+\. /gmu)?.length ?? 0,
  }));

  expect(documented.map(({ id }) => id).sort()).toEqual(
    [...new Set(alarms().map(({ id }) => id))].sort(),
  );
  expect(documented.filter(({ steps }) => steps === 0)).toEqual([]);
});

test('the dashboard shows the alarms’ metrics, and is valid JSON', () => {
  const [dashboard] = stacks.flatMap(({ ofType }) => ofType('AWS::CloudWatch::Dashboard'));
  const { 'Fn::Sub': body = '' } = dashboard?.properties['DashboardBody'] as Record<string, string>;
  const { widgets } = v.parse(Dashboard, JSON.parse(body));
  const shown = JSON.stringify(widgets);

  expect(new Set(widgets.map(({ type }) => type))).toEqual(new Set(['alarm', 'metric']));
  const ofVideos = alarms().filter(({ stack }) => stack === 'video-service');
  expect(ofVideos.filter(({ id }) => !shown.includes(`\${${id}.Arn}`))).toEqual([]);
  for (const metric of [
    ...['VideosReady', 'VideosFailed', 'SessionIdleSeconds', 'LabelsPaidUsd', 'LabelsSavedUsd'],
    ...['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'],
  ])
    expect(shown).toContain(metric);
  for (const { name, ofType } of stacks) {
    const [queue] = ofType('AWS::SQS::Queue').filter(({ id }) => id === 'DeadLetterQueue');
    const shownAs = name.startsWith('video')
      ? '${DeadLetterQueue.QueueName}'
      : String(queue?.properties['QueueName']);
    expect(shown).toContain(shownAs);
  }
});
