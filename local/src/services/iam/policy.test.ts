import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { grantsTo, IdentityPolicy, isAllowed, PolicyDocument } from './policy.ts';

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

const parse = (...statements: object[]) =>
  v.parse(PolicyDocument, { Statement: statements }).Statement;
const ask = (...statements: object[]) => isAllowed(parse(...statements), access);

test('a statement that matches in every part allows', () => {
  expect(ask(allow)).toBe(true);
});

test.each([
  ['another principal', { ...allow, Principal: { Service: 'sns.amazonaws.com' } }],
  ['another action', { ...allow, Action: ['sns:Subscribe'] }],
  ['another resource', { ...allow, Resource: `${topic}-2` }],
  ['another source', { ...allow, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' } } }],
])('a statement for %s does not', (_, statement) => {
  expect(ask(statement)).toBe(false);
});

test('a condition on a source is not met by a principal acting for itself', () => {
  const { principal, action, resource } = access;

  expect(isAllowed(parse(allow), { principal, action, resource })).toBe(false);
});

test('a denial overrides what allows', () => {
  expect(ask(allow, deny)).toBe(false);
});

test('a denial of unencrypted requests denies nothing here', () => {
  const unencrypted = { Bool: { 'aws:SecureTransport': false } };

  expect(ask(allow, { ...deny, Condition: unencrypted })).toBe(true);
});

test.each([
  ['operator', { Condition: { DateGreaterThan: { 'aws:SourceArn': '2020-01-01' } } }],
  ['key', { Condition: { StringLike: { 'aws:SourceVpc': '*' } } }],
  ['part', { NotAction: 'sns:Subscribe' }],
])('an unknown %s is reported, not ignored', (_, odd) => {
  expect(() => ask({ ...allow, ...odd })).toThrow(/DateGreaterThan|aws:SourceVpc|NotAction/u);
});

test('a resource with ${aws:username} matches that user, and no role', () => {
  const put = {
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::b/${aws:username}/*',
  };
  const mayPut = (arn: string, folder: string) =>
    isAllowed(grantsTo(arn, [v.parse(IdentityPolicy, { Statement: [put] })]), {
      principal: arn,
      action: 's3:PutObject',
      resource: `arn:aws:s3:::b/${folder}/clip.mp4`,
    });
  const user = 'arn:aws:iam::000000000000:user/cameras/garden';

  expect([mayPut(user, 'garden'), mayPut(user, 'door')]).toEqual([true, false]);
  expect(mayPut('arn:aws:iam::000000000000:role/garden', 'garden')).toBe(false);
  expect(mayPut('arn:aws:iam::000000000000:role/garden', '${aws:username}')).toBe(false);
});
