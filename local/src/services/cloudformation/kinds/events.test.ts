import { expect, test } from '@jest/globals';
import type { Rule } from '../../schedule/schedule.ts';
import { openDatabase } from '../../../state/database.ts';
import { createStacks } from '../stacks.ts';
import { eventsKinds } from './events.ts';
import { lambdaKinds } from './lambda.ts';
import { sqsKinds } from './sqs.ts';

const ignore = () => undefined;
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:sweep';
const DEAD_LETTERS = 'arn:aws:sqs:us-east-1:000000000000:dead-letters';

const allowed = (Service: string, Action: string) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource: DEAD_LETTERS }],
});

const resources = (principal: string) => ({
  DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead-letters' } },
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'DeadLetters' }],
      PolicyDocument: allowed(principal, 'sqs:SendMessage'),
    },
  },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: ARN,
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'every-day',
      ScheduleExpression: 'rate(1 day)',
      Targets: [{ Id: 'a', Arn: ARN, DeadLetterConfig: { Arn: DEAD_LETTERS } }],
    },
  },
});

const deploy = async (principal: string) => {
  const rules: Rule[] = [];
  const schedule = { configureRule: (rule: Rule) => void rules.push(rule), removeRule: ignore };
  const noFunctions = {
    ...{ configureFunction: ignore, removeFunction: ignore },
    assumeRole: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
  };
  const kinds = () => ({
    ...eventsKinds(schedule),
    ...lambdaKinds(noFunctions, []),
    ...sqsKinds({ configureQueue: ignore, removeQueue: ignore }),
  });
  const stacks = createStacks({ db: openDatabase(':memory:'), kinds, warn: ignore });
  const template = { Resources: resources(principal) };
  await stacks.deploy([{ name: 'sweep', template, code: {} }]);
  return rules;
};

test('a rule knows the dead-letter queue of its target', async () => {
  expect(await deploy('events.amazonaws.com')).toEqual([
    {
      ...{ name: 'every-day', expression: 'rate(1 day)', enabled: true },
      targets: [{ functionArn: ARN, deadLetterArn: DEAD_LETTERS }],
    },
  ]);
});

test('a dead-letter queue that does not admit EventBridge is rejected at deployment', async () => {
  await expect(deploy('sns.amazonaws.com')).rejects.toThrow('sqs:SendMessage');
});
