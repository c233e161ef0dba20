import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { findFfmpeg } from '@video-service/deploy/packaging/ffmpeg-binaries';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { packageStacks } from '@video-service/deploy/packaging/package-stacks';
import * as v from 'valibot';
import { type Engine, startEngine } from '../engine/engine.ts';
import { type RoleCall, unusedPermissions } from '../services/iam/testing/unused-permissions.ts';
import { lambdaRole } from '../testing/lambda-role.ts';
import { where } from './where.ts';

const TIMEOUT_MS = 300_000;
const ROOT = path.resolve(import.meta.dirname, '../../..');
const KEY = 'videos/garden/no film.mp4';
const UNKNOWN = '0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11';
const DEAD_LETTER_QUEUES = [
  'video-service-dead-letter-queue-dev',
  'upload-service-dev-dead-letters',
  'facebook-service-dead-letter-queue-dev',
];
const SOURCE = 'video-service-dev-source-000000000000';

// Gives away the credentials of its role, as an operator's would be.
const CODE = `export const handler = async () => ({
  AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID,
  AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY,
  AWS_SESSION_TOKEN: process.env.AWS_SESSION_TOKEN,
});`;
const Credentials = v.object({
  AWS_ACCESS_KEY_ID: v.string(),
  AWS_SECRET_ACCESS_KEY: v.string(),
  AWS_SESSION_TOKEN: v.string(),
});
const Template = v.looseObject({ Resources: v.record(v.string(), v.looseObject({})) });
const Policy = v.looseObject({ Properties: v.object({ PolicyDocument: v.unknown() }) });

// What every function needs.
const LOGS = {
  Statement: {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: '*',
  },
};

const running = new AsyncDisposableStack();
const before = { ...process.env };
const calls: RoleCall[] = [];
let engine: Engine;

/** A role with these policies, and a function that gives its credentials away. */
const operator = (name: string, policies: unknown[]) => ({
  [`${name}Role`]: lambdaRole(LOGS, ...policies),
  [name]: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Code: { S3Bucket: 'deployment', S3Key: 'a/operator.zip' },
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] },
      Runtime: 'nodejs24.x',
    },
  },
});

/** The stack as it is for the stage dev; video-service with two operators beside it. */
const asDev = ({ name, template, code }: PackagedStack, operatorCode: string): PackagedStack => {
  const dev = v.parse(
    Template,
    JSON.parse(JSON.stringify(template).replaceAll(/-local(?!\.zip)/gu, '-dev')),
  );
  const stack = { name: name.replace('-local', '-dev'), template: dev, code };
  if (!name.startsWith('video')) return stack;
  const { PolicyDocument } = v.parse(Policy, dev.Resources['WherePolicy']).Properties;
  const operators = { ...operator('reader', [PolicyDocument]), ...operator('stranger', []) };
  return {
    ...stack,
    template: { ...dev, Resources: { ...dev.Resources, ...operators } },
    code: { ...code, 'operator.zip': operatorCode },
  };
};

beforeAll(async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'where-'));
  running.defer(() => rm(directory, { recursive: true }));
  const code = path.join(directory, 'operator');
  await mkdir(code);
  await writeFile(path.join(code, 'index.mjs'), CODE);
  const binaries = await findFfmpeg();
  const stacks = await packageStacks({ root: ROOT, binaries, onProgress: () => undefined });
  engine = await startEngine({
    ...{ stateDir: path.join(directory, 'state'), awsPort: 0, pagePort: 0 },
    stacks: stacks.map((stack) => asDev(stack, code)),
    onRoleCall: (call) => calls.push(call),
  });
  running.defer(engine.stop);
}, TIMEOUT_MS);
afterAll(() => running.disposeAsync());
afterEach(() => {
  process.env = { ...before };
});

const settings = () => ({
  ...{ endpoint: engine.urls.aws, region: 'us-east-1' },
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** From now on this process has the credentials of that operator, and the engine is its AWS. */
const become = async (name: string) => {
  const { Payload } = await new LambdaClient(settings()).send(
    new InvokeCommand({ FunctionName: name }),
  );
  const credentials = v.parse(Credentials, JSON.parse(Buffer.from(Payload ?? []).toString()));
  Object.assign(process.env, credentials, { AWS_ENDPOINT_URL: engine.urls.aws });
};

const ask = async (what: string) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const args = [what, '--stage', 'dev', '--json'];
  const code = await where(args, { stdout, stderr });
  stdout.end();
  return { code, places: JSON.parse(await text(stdout)) as Record<string, unknown>[] };
};

test(
  'with the policy of the stack, and no other right, someone finds a video by key, name and id',
  async () => {
    const s3 = new S3Client({ ...settings(), forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key: KEY, Body: 'This is no film.' }));
    await become('reader');
    let found = await ask(KEY);
    while (found.places[0]?.['stage'] !== 'failed' || found.places[0]['next']) {
      await setTimeout(1000);
      found = await ask(KEY);
    }

    const [place] = found.places;
    expect(found).toEqual({
      code: 0,
      places: [
        {
          id: expect.any(String),
          key: KEY,
          stage: 'failed',
          detail: 'NOT_A_VIDEO',
          since: expect.stringMatching(/^2\d{3}-/u),
          causes: [
            {
              message: expect.stringContaining('The file is not a readable video.'),
              hint: expect.any(String),
            },
          ],
          unknown: [],
        },
      ],
    });
    expect((await ask('NO film')).places).toEqual([place]);
    expect((await ask(String(place['id']))).places).toEqual([place]);
  },
  TIMEOUT_MS,
);

test('the policy permits nothing that the command does not call', async () => {
  const sqs = new SQSClient(settings());
  for (const QueueName of DEAD_LETTER_QUEUES) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ key: KEY }) }));
  }
  await become('reader');
  const [place] = (await ask('no film')).places;
  const causes = v.parse(v.array(v.object({ message: v.string() })), place?.['causes']);
  // An id of which nothing exists, not even an object.
  expect(await ask(UNKNOWN)).toEqual({ code: 1, places: [] });
  // Its object is missing.
  await new S3Client({ ...settings(), forcePathStyle: true }).send(
    new DeleteObjectCommand({ Bucket: SOURCE, Key: KEY }),
  );
  await ask(KEY);

  expect(causes.filter(({ message }) => message.includes('failed for good'))).toHaveLength(3);
  expect(calls.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
  expect(
    unusedPermissions(engine.stacks.access(), calls).filter((each) => each.includes('readerRole ')),
  ).toEqual([]);
});

test('without a right, it is said what may not be read', async () => {
  await become('stranger');

  await expect(ask(KEY)).rejects.toThrow(
    'The session table does not exist, or cannot be read with these credentials.',
  );
});
