import { isDeepStrictEqual } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { readStacks, type ReadStack } from '../../../deploy/src/templates/testing/three-stacks.ts';
import type { Subscriber } from '../cloud/messaging/topics.ts';
import type { FunctionOptions } from '../cloud/lambda/functions.ts';
import type { Handlers } from '../handlers.ts';
import { defineStacks } from './stacks.ts';
import { subscribeFunctions } from './subscriptions.ts';

// What serves pages and signs people in is no part of a video's way; nobody in the simulation uses it.
const LEFT_OUT = ['upload-service page', 'upload-service sign-in', 'upload-service get-track'];

let stacks: ReadStack[];
beforeAll(async () => {
  stacks = await readStacks();
}, 600_000);

const handlers = new Proxy({}, { get: () => ({}) }) as Handlers;
const nowhere = () => undefined;
const nothing = { topic: nowhere, deadLetters: nowhere };
const simulated = defineStacks(handlers, { video: nothing, upload: nothing, facebook: nothing });

const withoutStage = (name: unknown) => String(name).replace(/-service-[a-z]+-/u, '-service ');
const idIn = (value: unknown) =>
  /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/u.exec(JSON.stringify(value))?.[1] ?? '';

const functionsOf = ({ ofType }: ReadStack) =>
  new Map(
    ofType('AWS::Lambda::Function').map(({ id, properties }) => [
      id,
      {
        name: withoutStage(properties['FunctionName']),
        timeout: Number(properties['Timeout'] ?? 6),
      },
    ]),
  );

test('every function has its timeout and its destination in the simulation', () => {
  const deployed = stacks.flatMap((stack) => {
    const given = new Set(
      stack
        .ofType('AWS::Lambda::EventInvokeConfig')
        .map(({ properties }) => idIn(properties['FunctionName'])),
    );
    return [...functionsOf(stack)].map(([id, { name, timeout }]) => [name, timeout, given.has(id)]);
  });
  const all = Object.values(simulated).flatMap((stack): FunctionOptions[] => Object.values(stack));

  expect(
    all
      .map(({ name, timeoutSeconds, onFailure }) => [
        withoutStage(name),
        timeoutSeconds,
        onFailure !== undefined,
      ])
      .sort(),
  ).toEqual(deployed.filter(([name]) => !LEFT_OUT.includes(String(name))).sort());
});

const NOT_WAITING = ['MessageBody', { waiting: [{ exists: false }] }];
const FILTERED = ', unless it is waiting';

test('every function is subscribed to the topics of its stack’s template', () => {
  const subscribed: string[] = [];
  const subscribe = (topicArn: string, { name, passes }: Pick<Subscriber, 'name' | 'passes'>) =>
    void subscribed.push(
      `${topicArn.split(':').at(-1) ?? ''} to ${withoutStage(name)}${passes ? FILTERED : ''}`,
    );
  subscribeFunctions(simulated, {
    topics: { subscribe, publish: () => '' },
    functions: {
      invoke: () => Promise.resolve({ result: undefined }),
      invokeLater: () => undefined,
      isBusy: () => false,
    },
    deadLetters: { video: nowhere, upload: nowhere, facebook: nowhere },
  });
  const deployed = stacks.flatMap((stack) =>
    stack.ofType('AWS::SNS::Subscription').flatMap(({ properties }) => {
      const { name } = functionsOf(stack).get(idIn(properties['Endpoint'])) ?? {};
      if (properties['Protocol'] !== 'lambda' || name === undefined) return [];
      const { FilterPolicy, FilterPolicyScope } = properties;
      const isFiltered = isDeepStrictEqual([FilterPolicyScope, FilterPolicy], NOT_WAITING);
      return [
        `${topicOf(stack.name, properties['TopicArn'])} to ${name}${isFiltered ? FILTERED : ''}`,
      ];
    }),
  );

  expect(subscribed.sort()).toEqual(deployed.sort());
});

const topicOf = (stack: string, arn: unknown) => {
  const [, words = ''] = /(\w+)Topic/u.exec(JSON.stringify(arn)) ?? [];
  const topic = words.replaceAll(/(?<=[a-z])[A-Z]/gu, (letter) => `-${letter}`).toLowerCase();
  return stack.startsWith('facebook') && topic === 'failure' ? 'facebook-failure' : topic;
};
