import * as v from 'valibot';
import { arnOf } from '../../../engine/account.ts';
import {
  generatedName,
  resourceKind,
  type ResourceKind,
  type ResourceKinds,
} from '../resource-kind.ts';

type InertKind = { name?: string; arn?: (name: string) => string; properties: string[] };

// Resources that protect, monitor or document on AWS: kept, and without effect on one machine.
const KINDS: Record<string, InertKind> = {
  'AWS::ApiGateway::Account': { properties: ['CloudWatchRoleArn'] },
  'AWS::ApiGatewayV2::Deployment': { properties: ['ApiId', 'Description'] },
  'AWS::CloudWatch::Alarm': {
    name: 'AlarmName',
    arn: (name) => arnOf('cloudwatch', `alarm:${name}`),
    properties: [
      ...['ActionsEnabled', 'AlarmActions', 'AlarmDescription', 'AlarmName', 'ComparisonOperator'],
      ...[
        'DatapointsToAlarm',
        'Dimensions',
        'EvaluationPeriods',
        'ExtendedStatistic',
        'MetricName',
      ],
      ...['Metrics', 'Namespace', 'OKActions', 'Period', 'Statistic', 'Tags', 'Threshold'],
      ...['TreatMissingData', 'Unit'],
    ],
  },
  'AWS::CloudWatch::CompositeAlarm': {
    name: 'AlarmName',
    arn: (name) => arnOf('cloudwatch', `alarm:${name}`),
    properties: [
      ...['ActionsEnabled', 'AlarmActions', 'AlarmDescription', 'AlarmName', 'AlarmRule'],
      ...['OKActions', 'Tags'],
    ],
  },
  'AWS::CloudWatch::Dashboard': {
    name: 'DashboardName',
    properties: ['DashboardBody', 'DashboardName'],
  },
  'AWS::Logs::MetricFilter': {
    name: 'FilterName',
    properties: ['FilterName', 'FilterPattern', 'LogGroupName', 'MetricTransformations'],
  },
  'AWS::Logs::LogGroup': {
    name: 'LogGroupName',
    arn: (name) => arnOf('logs', `log-group:${name}:*`),
    properties: ['KmsKeyId', 'LogGroupClass', 'LogGroupName', 'RetentionInDays', 'Tags'],
  },
  'AWS::S3::BucketPolicy': { properties: ['Bucket', 'PolicyDocument'] },
};

const kindOf = ({ name = '', arn, properties }: InertKind): ResourceKind => {
  const known = properties.map((property) => [property, v.optional(v.unknown())] as const);
  return resourceKind(v.strictObject(Object.fromEntries(known)), {
    plan: (resource, place) => {
      const given = resource[name];
      const id = typeof given === 'string' ? given : generatedName(place);
      return { id, ...(arn && { attributes: { Arn: arn(id) } }) };
    },
  });
};

/** Kinds that the engine accepts and ignores. */
export const inertKinds = (): ResourceKinds =>
  Object.fromEntries(Object.entries(KINDS).map(([type, kind]) => [type, kindOf(kind)]));
