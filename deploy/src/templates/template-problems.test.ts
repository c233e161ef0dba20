import { expect, test } from '@jest/globals';
import { problemsIn } from './template-problems.ts';
import { readStacks } from './testing/three-stacks.ts';

const TIMEOUT_MS = 120_000;

test(
  'the three stacks conform to the specification',
  async () => {
    const stacks = await readStacks();

    expect(stacks.map(({ name, template }) => [name, problemsIn(template)])).toEqual(
      ['facebook-service', 'upload-service', 'video-service'].map((name) => [`${name}-local`, []]),
    );
  },
  TIMEOUT_MS,
);

const lambda = (properties: object) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    ...{ Code: { S3Bucket: 'b', S3Key: 'k' }, Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
    ...properties,
  },
});
const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };

test.each([
  ['a type', { Type: 'AWS::Lambda::Job' }, 'Job: AWS::Lambda::Job is not a resource type'],
  ['a property', lambda({ Memory: 128 }), 'Job.Memory is not known'],
  [
    'a property further in',
    lambda({ VpcConfig: { Subnet: [] } }),
    'Job.VpcConfig.Subnet is not known',
  ],
  ['a number', lambda({ MemorySize: 'much' }), 'Job.MemorySize: integer is expected'],
  [
    'a flag',
    { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: 1 } },
    'Job.FifoQueue: boolean is expected',
  ],
  ['a list', lambda({ Layers: 'one' }), 'Job.Layers: a list is expected'],
  [
    'a map',
    lambda({ Environment: { Variables: [] } }),
    'Job.Environment.Variables: a map is expected',
  ],
  ['a text in a list', lambda({ Layers: [{}] }), 'Job.Layers.0: string is expected'],
  [
    'a choice',
    lambda({ TracingConfig: { Mode: 'Loud' } }),
    'Job.TracingConfig.Mode: Loud is not one of Active, PassThrough',
  ],
  [
    'a dependency',
    { ...lambda({}), DependsOn: ['Other'] },
    'Job: depends on Other, which does not exist',
  ],
  [
    'an attribute',
    lambda({ Handler: { 'Fn::Sub': '${Role.Name}' } }),
    'AWS::IAM::Role has no attribute Name (Role)',
  ],
  [
    'a reference',
    lambda({ Handler: { Ref: 'Other' } }),
    'reference to Other, which does not exist',
  ],
])('%s that AWS does not know is named', (_, Job, problem) => {
  expect(problemsIn({ Resources: { Job, Role: ROLE } })).toEqual([problem]);
});

test('a missing required property is named', () => {
  const Job = { Type: 'AWS::Lambda::Function' };

  expect(problemsIn({ Resources: { Job } }).sort()).toEqual([
    'Job.Code is missing',
    'Job.Role is missing',
  ]);
});
