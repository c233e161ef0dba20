import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { PackagedStack } from '../deploy/src/packaging/package-stack.ts';
import { createDb } from '../shared/src/dynamodb/client.ts';
import { openEngine, packageAll } from '../upload-service/e2e/testing/bank.ts';
import { videoServiceStandIn } from '../upload-service/e2e/testing/stand-in.ts';
import { median } from './cpu-seconds.ts';
import { ID, metadata } from '../upload-service/src/testing/examples.ts';

const SESSIONS = 100_000;
const BATCH = 25;
const REQUESTS = 300;
const ROUNDS = 5;
const MAX_SLOWDOWN = 1.2;
const TABLE = 'upload-service-local-sessions';

/** Measures what 100,000 finished sessions cost `GET /metadata/{session}`. */
export const benchUpload = async (): Promise<boolean> => {
  const uploads = (await packageAll()).find(({ name }) => name === 'upload-service-local');
  if (!uploads) throw new Error('The upload service was not packaged');
  const banks = [await openBank(uploads, []), await openBank(uploads, manyIds())];
  const rounds: number[][] = [[], []];
  // Alternating, so that other load affects both equally. The first round starts the functions.
  for (let round = 0; round <= ROUNDS; round++)
    for (const [which, { address }] of banks.entries()) {
      const time = await p95(address);
      if (round > 0) rounds[which]?.push(time);
    }
  for (const { stop } of banks) await stop();
  const [empty = 0, full = 0] = rounds.map(median);
  const slowdown = full / empty;
  const isMet = slowdown <= MAX_SLOWDOWN;
  console.log(
    `GET /metadata p95: ${ms(empty)} empty, ${ms(full)} with ${SESSIONS} sessions   ${slowdown.toFixed(2)}x   goal ${MAX_SLOWDOWN}x ${isMet ? 'met' : 'MISSED'}`,
  );
  return isMet;
};

const openBank = async (uploads: PackagedStack, others: string[]) => {
  const { urls, accessKey, stop } = await openEngine([videoServiceStandIn, uploads]);
  const client = { endpoint: urls.aws, region: 'us-east-1', credentials: accessKey };
  await putResult(new S3Client({ ...client, forcePathStyle: true }));
  await putSessions(createDb(new DynamoDBClient(client)), [ID, ...others]);
  return { address: `${urls.page}/metadata/${ID}`, stop };
};

const putResult = (s3: S3Client) =>
  s3.send(
    new PutObjectCommand({
      Bucket: 'video-service-local-render-000000000000',
      Key: `${ID}/metadata.json`,
      Body: JSON.stringify(metadata),
    }),
  );

const manyIds = () => Array.from({ length: SESSIONS }, () => crypto.randomUUID());

const putSessions = async (db: ReturnType<typeof createDb>, ids: string[]) => {
  for (let start = 0; start < ids.length; start += BATCH) {
    const rows = ids.slice(start, start + BATCH).map((id) => ({
      PutRequest: { Item: { id, key: `videos/${id}/clip.mp4`, status: 1 } },
    }));
    await db.send(new BatchWriteCommand({ RequestItems: { [TABLE]: rows } }));
  }
};

const p95 = async (address: string) => {
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request++) {
    const start = performance.now();
    const response = await fetch(address);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${address} answered ${response.status}`);
    times.push(performance.now() - start);
  }
  return times.toSorted((one, other) => one - other)[Math.floor(REQUESTS * 0.95)] ?? 0;
};

const ms = (time: number) => `${time.toFixed(1)} ms`;
