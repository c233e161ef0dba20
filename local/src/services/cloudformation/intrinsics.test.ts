import { describe, expect, test } from '@jest/globals';
import { resolve } from './intrinsics.ts';
import { createScope } from './scope.ts';

const scope = createScope('bank-local', {
  conditions: {
    IsLocal: { 'Fn::Equals': [{ Ref: 'AWS::StackName' }, 'bank-local'] },
    IsElsewhere: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
    IsEither: { 'Fn::Or': [{ Condition: 'IsLocal' }, { Condition: 'IsElsewhere' }] },
    IsBoth: { 'Fn::And': [{ Condition: 'IsLocal' }, { Condition: 'IsElsewhere' }] },
  },
  planned: new Map([['Topic', { id: 'arn:topic', attributes: { TopicName: 'videos' } }]]),
  exported: new Map([['bank:Bucket', 'videos-000000000000']]),
});

const cases: [title: string, value: unknown, result: unknown][] = [
  ['Ref of a resource', { Ref: 'Topic' }, 'arn:topic'],
  ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Topic', 'TopicName'] }, 'videos'],
  ['GetAtt as text', { 'Fn::GetAtt': 'Topic.TopicName' }, 'videos'],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'bank:Bucket' } }, 'videos-000000000000'],
  ['Join', { 'Fn::Join': ['-', ['a', 1, { Ref: 'AWS::AccountId' }]] }, 'a-1-000000000000'],
  ['Split', { 'Fn::Split': [':', { Ref: 'Topic' }] }, ['arn', 'topic']],
  ['Select', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b'] }] }, 'b'],
  ['Sub', { 'Fn::Sub': '${Topic}/${Topic.TopicName}/${!Literal}' }, 'arn:topic/videos/${Literal}'],
  [
    'Sub with names',
    { 'Fn::Sub': ['${a}-${AWS::Partition}', { a: { Ref: 'Topic' } }] },
    'arn:topic-aws',
  ],
  ['If', { 'Fn::If': ['IsLocal', 'here', { Ref: 'Nowhere' }] }, 'here'],
  ['Not', { 'Fn::If': ['IsElsewhere', 'away', 'here'] }, 'here'],
  ['Or', { 'Fn::If': ['IsEither', 'one', 'none'] }, 'one'],
  ['And', { 'Fn::If': ['IsBoth', 'both', 'not both'] }, 'not both'],
  ['NoValue in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  [
    'NoValue in a list',
    [1, { Ref: 'AWS::NoValue' }, { c: { Ref: 'Topic' } }],
    [1, { c: 'arn:topic' }],
  ],
];

test.each(cases)('%s returns its value', (_, value, result) => {
  expect(resolve(value, scope)).toEqual(result);
});

describe('missing references are named', () => {
  const invalid: [value: unknown, message: string][] = [
    [{ Ref: 'Missing' }, 'there is no resource Missing'],
    [{ 'Fn::GetAtt': ['Topic', 'Owner'] }, 'does not know the attribute Topic.Owner'],
    [{ 'Fn::ImportValue': 'bank:Missing' }, 'no stack exports bank:Missing'],
    [{ 'Fn::If': ['IsMissing', 1, 2] }, 'there is no condition IsMissing'],
    [{ 'Fn::Cidr': ['10.0.0.0/8', 1, 8] }, 'does not know Fn::Cidr'],
    [{ Ref: 'AWS::NotificationARNs' }, 'there is no resource AWS::NotificationARNs'],
    [{ 'Fn::Select': [2, ['a']] }, 'there is no item 2'],
  ];

  test.each(invalid)('%j', (value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
  });
});
