import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { isAllowed, PolicyDocument } from './access.ts';

const topic = 'arn:aws:sns:us-east-1:000000000000:videos';
const access = {
  principal: 's3.amazonaws.com',
  action: 'sns:Publish',
  resource: topic,
  sourceArn: 'arn:aws:s3:::bank',
};

const allow = {
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: topic,
  Condition: {
    ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::ba*' },
    StringEquals: { 'aws:SourceAccount': '000000000000' },
  },
};
const deny = { ...allow, Effect: 'Deny', Principal: '*', Action: 'sns:*' };

const ask = (...statements: object[]) =>
  isAllowed(v.parse(PolicyDocument, { Statement: statements }).Statement, access);

test('a statement that fits in every part allows', () => {
  expect(ask(allow)).toBe(true);
});

test.each([
  ['another principal', { ...allow, Principal: { Service: 'sns.amazonaws.com' } }],
  ['another action', { ...allow, Action: ['sns:Subscribe'] }],
  ['another resource', { ...allow, Resource: `${topic}-2` }],
  ['another source', { ...allow, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' } } }],
  ['a fact the request lacks', { ...allow, Condition: { StringLike: { 'aws:SourceVpc': '*' } } }],
])('a statement for %s does not', (_, statement) => {
  expect(ask(statement)).toBe(false);
});

test('a denial outweighs what allows', () => {
  expect(ask(allow, deny)).toBe(false);
});

test('a denial of unencrypted requests denies nothing here', () => {
  const unencrypted = { Bool: { 'aws:SecureTransport': false } };

  expect(ask(allow, { ...deny, Condition: unencrypted })).toBe(true);
});

test('an unknown operator is named rather than passed over', () => {
  const odd = { ...allow, Condition: { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01' } } };

  expect(() => ask(odd)).toThrow('DateGreaterThan');
});
