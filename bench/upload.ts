import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
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

/** Measures bundle sizes, import times, and what 100,000 finished sessions cost `GET /metadata/{session}`. */
export const benchUpload = async (): Promise<boolean> => {
  const uploads = (await packageAll()).find(({ name }) => name === 'upload-service-local');
  if (!uploads) throw new Error('The upload service was not packaged');
  for (const [zip, directory] of Object.entries(uploads.code)) {
    const name = path.basename(zip, '.zip');
    const handler = path.join(directory, 'src', name, 'handler.mjs');
    // The FFmpeg layer is stored with the code and is not a function.
    if ((await readdir(directory)).includes('src'))
      console.log(`${name}: ${await kilobytes(handler)} KB, import ${await importMs(handler)} ms`);
  }
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

const kilobytes = async (file: string) => Math.round((await stat(file)).size / 1000);

// CPU time of a separate process, because wall time is noisy; without Node's own.
const importMs = async (handler: string) => {
  const names = ['SESSION', 'STEP', 'CONNECTION'].map((name) => `${name}_TABLE_NAME`);
  const env: Record<string, string> = {
    ...Object.fromEntries(names.map((name) => [name, 'table'])),
    SOURCE_BUCKET_NAME: 'source',
    RENDER_BUCKET_NAME: 'renders',
    WEBSOCKET_ADDRESS: 'wss://live.example/dev',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const script = `const before = process.cpuUsage(); await import(${JSON.stringify(handler)});
    const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000);`;
  const args = ['--input-type=module', '-e', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return Math.round(Number(stdout));
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
