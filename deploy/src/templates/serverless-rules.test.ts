import { beforeAll, expect, test } from '@jest/globals';
import { readStacks, type ReadStack, type Resource } from './testing/three-stacks.ts';

/**
 * The rules of awslabs/serverless-rules for the resources in these stacks, errors (E) and warnings (W), by their
 * numbers there: https://awslabs.github.io/serverless-rules/rules/
 */
type Rule = (stack: ReadStack) => string[];

// The exceptions, with reasons in docs/decisions/templates.md. An unused exception fails.
const WAIVED = new Map([
  [
    'ES1001',
    'SessionQueue and CaptureQueue have dead-letter queues; a mapping of SQS takes no destination',
  ],
  ['ES6000', 'a dead-letter queue has none of its own'],
  ['ES7000', 'what cannot reach a dead-letter queue cannot be sent to it'],
  ['WS1000', 'logs carry the session; nobody has asked where the milliseconds go'],
  ['WS1002', 'a function that events start is also swept by a schedule'],
]);

let stacks: ReadStack[];
beforeAll(async () => {
  stacks = await readStacks();
}, 120_000);

const idsOf = (resources: Resource[]) => resources.map(({ id }) => id);
const without = (resources: Resource[], ...path: string[]) =>
  idsOf(resources.filter(({ properties }) => at(properties, path) === undefined));
const at = (value: unknown, path: string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) => (inner as Record<string, unknown> | undefined)?.[name],
    value,
  );
const idIn = (value: unknown) =>
  /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/u.exec(JSON.stringify(value))?.[1];

const ASYNCHRONOUS = new Set([
  'events.amazonaws.com',
  'iot.amazonaws.com',
  's3.amazonaws.com',
  'sns.amazonaws.com',
]);

const RULES: Record<string, Rule> = {
  'ES1001 mappings of event sources have a destination for what fails': ({ ofType }) =>
    without(ofType('AWS::Lambda::EventSourceMapping'), 'DestinationConfig', 'OnFailure'),

  'ES1005 functions say how much memory they have': ({ ofType }) =>
    without(ofType('AWS::Lambda::Function'), 'MemorySize'),

  'ES1006 functions say how long they may take': ({ ofType }) =>
    without(ofType('AWS::Lambda::Function'), 'Timeout'),

  'ES1007 functions that are invoked asynchronously have a destination for what fails': ({
    ofType,
  }) => {
    const configured = ofType('AWS::Lambda::EventInvokeConfig')
      .filter(({ properties }) => at(properties, ['DestinationConfig', 'OnFailure', 'Destination']))
      .map(({ properties }) => idIn(properties['FunctionName']));
    return ofType('AWS::Lambda::Permission')
      .filter(({ properties }) => ASYNCHRONOUS.has(String(properties['Principal'])))
      .map(({ properties }) => idIn(properties['FunctionName']) ?? '')
      .filter((id) => !configured.includes(id));
  },

  'ES2000 APIs log who calls them': ({ ofType }) =>
    without(ofType('AWS::ApiGatewayV2::Stage'), 'AccessLogSettings', 'DestinationArn'),

  'ES2003 APIs bound how often they are called': ({ ofType }) => [
    ...without(ofType('AWS::ApiGatewayV2::Stage'), 'DefaultRouteSettings', 'ThrottlingRateLimit'),
    ...without(ofType('AWS::ApiGatewayV2::Stage'), 'DefaultRouteSettings', 'ThrottlingBurstLimit'),
  ],

  'ES4000 rules have a dead-letter queue for each target': ({ ofType }) =>
    idsOf(
      ofType('AWS::Events::Rule').filter(({ properties }) =>
        (properties['Targets'] as unknown[]).some(
          (target) => !at(target, ['DeadLetterConfig', 'Arn']),
        ),
      ),
    ),

  'ES6000 queues have a dead-letter queue': ({ ofType }) =>
    without(ofType('AWS::SQS::Queue'), 'RedrivePolicy'),

  'ES7000 subscriptions have a dead-letter queue': ({ ofType }) =>
    without(ofType('AWS::SNS::Subscription'), 'RedrivePolicy'),

  'WS1000 functions are traced': ({ ofType }) =>
    without(ofType('AWS::Lambda::Function'), 'TracingConfig', 'Mode'),

  'WS1002 functions are invoked by one kind of service': ({ ofType }) => {
    const principals = Map.groupBy(ofType('AWS::Lambda::Permission'), ({ properties }) =>
      idIn(properties['FunctionName']),
    );
    return [...principals]
      .filter(([, of]) => new Set(of.map(({ properties }) => properties['Principal'])).size > 1)
      .map(([id = '']) => id);
  },

  'WS1003 roles of functions name their actions': ({ ofType }) =>
    idsOf(
      ofType('AWS::IAM::Role').filter(({ properties }) =>
        /"Action":(?:"[^"]*\*"|\[[^\]]*\*"[^\]]*\])/u.test(JSON.stringify(properties)),
      ),
    ),

  'WS1004 functions have a log that does not last for ever': ({ ofType }) => {
    const kept = ofType('AWS::Logs::LogGroup')
      .filter(({ properties }) => properties['RetentionInDays'])
      .map(({ properties }) => properties['LogGroupName']);
    return idsOf(
      ofType('AWS::Lambda::Function').filter(
        ({ properties }) => !kept.includes(`/aws/lambda/${String(properties['FunctionName'])}`),
      ),
    );
  },

  'WS2001 APIs log in JSON': ({ ofType }) =>
    idsOf(
      ofType('AWS::ApiGatewayV2::Stage').filter(
        ({ properties }) =>
          !String(at(properties, ['AccessLogSettings', 'Format'])).startsWith('{"'),
      ),
    ),
};

const broken = (rule: Rule) =>
  stacks.flatMap((stack) => rule(stack).map((id) => `${stack.name.replace('-local', '')} ${id}`));

test.each(Object.entries(RULES).filter(([name]) => !WAIVED.has(name.slice(0, 6))))(
  '%s',
  (_, rule) => {
    expect(broken(rule)).toEqual([]);
  },
);

test('every exception is needed, and covers no more than stated', () => {
  const waived = Object.entries(RULES).filter(([name]) => WAIVED.has(name.slice(0, 6)));

  expect(waived.map(([name]) => name.slice(0, 6))).toEqual([...WAIVED.keys()]);
  const found = Object.fromEntries(
    waived.map(([name, rule]) => [name.slice(0, 6), broken(rule)] as const),
  );
  const functions = stacks.flatMap(({ name, ofType }) =>
    ofType('AWS::Lambda::Function').map(({ id }) => `${name.replace('-local', '')} ${id}`),
  );
  expect(found).toEqual({
    ES1001: [
      'video-service CreateDashsessionEventSourceMappingSQSSessionQueue',
      'video-service GetDashlabelsEventSourceMappingSQSCaptureQueue',
    ],
    ES6000: stacks.map(({ name }) => `${name.replace('-local', '')} DeadLetterQueue`),
    ES7000: ['facebook-service DeadLetterSubscription', 'video-service DeadLetterSubscription'],
    WS1000: functions,
    WS1002: [
      'facebook-service FacebookLambdaFunction',
      'video-service StatusLambdaFunction',
      'video-service DeleteDashvideoLambdaFunction',
    ],
  });
});
