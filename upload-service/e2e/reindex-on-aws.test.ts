import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { runReindex } from '../src/reindex/command.ts';
import { metadata } from '../src/testing/examples.ts';
import { openEngine, packageAll } from './testing/bank.ts';
import { videoServiceStandIn } from './testing/stand-in.ts';

const TIMEOUT_MS = 120_000;
const SOURCE = 'video-service-dev-source-000000000000';
const RENDERS = 'video-service-dev-render-000000000000';

const before = { ...process.env };
let engine: Awaited<ReturnType<typeof openEngine>>;

// An engine that has only the stage dev, and which the SDK takes for AWS.
beforeAll(async () => {
  const stacks = [videoServiceStandIn, ...(await packageAll())].filter(
    ({ name }, at) => at === 0 || name === 'upload-service-local',
  );
  engine = await openEngine(
    stacks.map(({ name, template, code }) => ({
      name: name.replace('-local', '-dev'),
      template: JSON.parse(
        JSON.stringify(template).replaceAll(/-local(?!\.zip)/gu, '-dev'),
      ) as unknown,
      code,
    })),
  );
}, TIMEOUT_MS);
afterAll(() => engine.stop());
afterEach(() => {
  process.env = { ...before };
});

const beOperator = () => {
  const { accessKeyId, secretAccessKey } = engine.accessKey;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.urls.aws,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
};

const reindex = async (stage: string) => {
  const printed: string[] = [];
  const zones: string[] = [];
  const code = await runReindex(['--stage', stage], {
    print: (line) => printed.push(line),
    signal: new AbortController().signal,
    zoneOf: async (asked) => {
      zones.push(asked);
      return 'UTC';
    },
  });
  return { code, printed, zones };
};

const listed = async () => {
  const db = new DynamoDBClient();
  const { Items = [] } = await db.send(
    new ScanCommand({ TableName: 'upload-service-dev-library' }),
  );
  return Items.flatMap(({ entry }) => entry?.M?.['id']?.S ?? []);
};

test(
  'a stage on AWS is rebuilt with the credentials, the region and the settings of that stage',
  async () => {
    beOperator();
    const s3 = new S3Client();
    const put = (Bucket: string, Key: string, Body: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    await put(SOURCE, metadata.video, 'a film');
    await put(RENDERS, `${metadata.id}/metadata.json`, JSON.stringify(metadata));

    expect(await reindex('dev')).toEqual({
      code: 0,
      printed: [
        '1 listed, 0 deleted or already up to date, 0 removed because they no longer exist, 0 unreadable',
      ],
      zones: ['dev'],
    });

    expect(await listed()).toEqual([metadata.id]);
  },
  TIMEOUT_MS,
);

test('a stage that does not exist in the account is reported', async () => {
  beOperator();

  expect(await reindex('prod')).toMatchObject({
    code: 1,
    printed: ['There is no video bank with stage prod in this account and region.'],
  });
});
