import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openBank } from '../cli/bank.ts';
import { startEngine, type Engine } from '../engine.ts';
import { buildFfmpegLayer } from '../packaging/ffmpeg-layer.ts';
import { findFfmpeg } from '../packaging/ffmpeg-binaries.ts';
import { withLock } from '../state/lock.ts';
import { drawClip } from '../testing/draw-clip.ts';
import { processVideo } from '../testing/process-video.ts';

const TIMEOUT_MS = 600_000;
const ROOT = path.resolve(import.meta.dirname, '../../..');
const BUILD = path.join(ROOT, '.build');
const CLI = path.join(ROOT, 'node_modules/serverless/bin/serverless.js');
const SERVICES = ['video-service', 'upload-service', 'facebook-service'];

let directory: string;
let engine: Engine;
let deliveries: string[];

const start = async () =>
  startEngine({
    ...{ stateDir: path.join(directory, 'state'), awsPort: 0, pagePort: 0, stacks: [] },
    retryDelaysSeconds: [1, 1],
    onDelivery: (_, event) => deliveries.push(event),
  });

/** What the framework itself says, run as a person runs it. */
const serverless = async (command: 'deploy' | 'remove', service: string): Promise<string> =>
  withLock(path.join(BUILD, 'lock'), async () => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [CLI, command, '--stage', 'local'],
      {
        cwd: path.join(ROOT, service),
        env: {
          ...process.env,
          AWS_ENDPOINT_URL: engine.urls.aws,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          SLS_AWS_MONITORING_FREQUENCY: '200',
        },
      },
    );
    return stripVTControlCharacters(`${stdout}${stderr}`);
  });

const emptyBuckets = async (names: string[]) => {
  const s3 = new S3Client({
    ...{ endpoint: engine.urls.aws, region: 'us-east-1', forcePathStyle: true },
    credentials: engine.accessKey,
  });
  for (const Bucket of names) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const Objects = Contents.map(({ Key }) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
};

/** Drops a clip and waits for what it comes to. */
const processClip = async (name: string) => {
  const bank = openBank(engine);
  const clip = await drawClip(path.join(directory, name));
  const metadata = await processVideo({ path: clip, key: `videos/${name}` }, { bank, deliveries });
  bank.close();
  return metadata;
};

beforeAll(async () => {
  deliveries = [];
  directory = await mkdtemp(path.join(tmpdir(), 'deploy-'));
  await mkdir(BUILD, { recursive: true });
  const binaries = await findFfmpeg();
  await withLock(path.join(BUILD, 'lock'), () =>
    buildFfmpegLayer(path.join(BUILD, 'ffmpeg-local'), binaries),
  );
  engine = await start();
});
afterAll(async () => {
  await engine.stop();
  await rm(directory, { recursive: true });
});

test(
  'the framework deploys the three stacks, finds nothing to do again, and removes them',
  async () => {
    for (const service of SERVICES) {
      expect(await serverless('deploy', service)).toContain(
        `Service deployed to stack ${service}-local`,
      );
    }
    expect([...engine.stacks.exports().keys()].sort()).toEqual(
      expect.arrayContaining([
        'video-service-local-RenderReadyTopicArn',
        'video-service-local-SourceBucketName',
      ]),
    );
    const metadata = await processClip('clip.mp4');
    expect(metadata).toMatchObject({ status: 1, video: 'videos/clip.mp4' });
    expect((await fetch(engine.urls.page)).status).toBe(200);

    expect(await serverless('deploy', 'upload-service')).toContain('No changes to deploy');
    expect(await serverless('deploy', 'video-service')).toContain('Service deployed to stack');
    await expect(serverless('remove', 'video-service')).rejects.toMatchObject({
      stdout: expect.stringMatching(/export video-service-local-\w+ is in use by/u),
    });

    await engine.stop();
    engine = await start();
    expect((await processClip('again.mp4')).status).toBe(1);
    expect((await fetch(engine.urls.page)).status).toBe(200);

    const bank = openBank(engine);
    await emptyBuckets(Object.values(bank.buckets));
    bank.close();
    for (const service of SERVICES.toReversed()) {
      expect(await serverless('remove', service)).toContain('has been successfully removed');
    }
    expect([...engine.stacks.exports()]).toEqual([]);
    expect((await fetch(engine.urls.page)).status).toBe(404);
  },
  TIMEOUT_MS,
);
