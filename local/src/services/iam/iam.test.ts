import { beforeEach, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { createIam, type Iam } from './iam.ts';
import { IdentityPolicy } from './policy.ts';

const role = 'arn:aws:iam::000000000000:role/camera-role';
const policy = (...statements: object[]) => v.parse(IdentityPolicy, { Statement: statements });
const put = (key: string) => ({ action: 's3:PutObject', resource: `arn:aws:s3:::bank/${key}` });
const allowVideos = policy({
  Effect: 'Allow',
  Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
  Resource: 'arn:aws:s3:::bank/videos/*',
});

let iam: Iam;
let heard: unknown[];

beforeEach(() => {
  heard = [];
  const owner = { accessKeyId: 'test', secretAccessKey: 'test' };
  iam = createIam(owner, (call) => heard.push(call));
});

const refusal = (call: { action: string; resource: string }) => {
  const { accessKeyId } = iam.assumeRole(role, 'camera');
  return iam.credentials.get(accessKeyId)?.refusal?.(call);
};

test('a role can do what its policies allow, and gets AWS’s message for anything else', () => {
  iam.configureRole(role, [allowVideos]);

  expect(refusal(put('videos/a.mp4'))).toBeUndefined();
  expect(refusal(put('captures/a.png'))).toBe(
    'User: arn:aws:sts::000000000000:assumed-role/camera-role/camera is not authorized to perform: ' +
      's3:PutObject on resource: "arn:aws:s3:::bank/captures/a.png" because no identity-based policy ' +
      'allows the s3:PutObject action',
  );
  expect(heard).toEqual(
    [put('videos/a.mp4'), put('captures/a.png')].map((call, index) => ({
      ...{ roleArn: role, ...call },
      isAllowed: index === 0,
    })),
  );
});

test('changing or removing a role affects its open sessions', () => {
  iam.configureRole(role, [allowVideos]);
  iam.configureRole(role, [allowVideos, policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' })]);
  expect(refusal(put('videos/a.mp4'))).toContain('not authorized');

  iam.configureRole(role, [allowVideos]);
  iam.removeRole(role);
  expect(refusal(put('videos/a.mp4'))).toContain('not authorized');
});

test('the owner can do everything', () => {
  expect(iam.credentials.get('test')).toEqual({ accessKeyId: 'test', secretAccessKey: 'test' });
});

test('a session has the same credentials after a restart, and no other session or owner has them', () => {
  const restarted = createIam({ accessKeyId: 'test', secretAccessKey: 'test' });
  const elsewhere = createIam({ accessKeyId: 'test', secretAccessKey: 'of my own' });
  const session = iam.assumeRole(role, 'camera');

  expect(restarted.assumeRole(role, 'camera')).toEqual(session);
  expect(session.accessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/u);
  const others = [
    iam.assumeRole(role, 'other'),
    iam.assumeRole(`${role}-2`, 'camera'),
    elsewhere.assumeRole(role, 'camera'),
  ];
  for (const other of others) {
    expect(other.accessKeyId).not.toBe(session.accessKeyId);
    expect(other.secretAccessKey).not.toBe(session.secretAccessKey);
  }
});
