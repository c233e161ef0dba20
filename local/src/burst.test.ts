import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDb } from '@video-service/shared/dynamodb';
import { captureKey } from '@video-service/shared/keys';
import * as v from 'valibot';
import { queueWatcher } from '../../video-service/src/status/queue-adapter.ts';
import { createLabelStore } from '../../video-service/src/stores/label-store.ts';
import { createSessionStore } from '../../video-service/src/stores/session-store.ts';
import { startEngine, type Engine } from './engine.ts';
import { findFfmpeg } from './packaging/ffmpeg-binaries.ts';
import { packageStacks } from './packaging/package-stacks.ts';
import { bankClient, SOURCE } from './testing/bank-client.ts';
import { startSlowRekognition } from './testing/slow-rekognition.ts';

const TIMEOUT_MS = 240_000;
const ROOT = path.resolve(import.meta.dirname, '../..');
const STACK = 'video-service-local';
const VIDEOS = 100;
const LANES = 10;
const FRAMES = ['0', '1000', '2000'];
// Five calls a second, and a second of the test is a tenth of a real one.
const QUOTA = { calls: 5, everyMs: 100 };
// What waits for six minutes waits for ten seconds.
const SCALED_SECONDS = 10;
const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex');
const facts = { width: 640, height: 360, codec: 'h264', rotation: 0 } as const;

const opened = new AsyncDisposableStack();
let rekognition: Awaited<ReturnType<typeof startSlowRekognition>>;
let engine: Engine;

beforeAll(async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'burst-'));
  opened.defer(() => rm(directory, { recursive: true }));
  rekognition = await startSlowRekognition(QUOTA);
  opened.defer(rekognition.stop);
  const binaries = await findFfmpeg();
  const stacks = await packageStacks({ root: ROOT, binaries, onProgress: () => undefined });
  engine = await startEngine({
    ...{ stateDir: path.join(directory, 'state'), awsPort: 0, pagePort: 0 },
    stacks: stacks
      .filter(({ name }) => name === STACK)
      .map((stack) => ({ ...stack, template: scaled(stack.template) })),
  });
  opened.defer(engine.stop);
}, TIMEOUT_MS);
afterAll(() => opened.disposeAsync());

const Resource = v.looseObject({ Type: v.string(), Properties: v.optional(v.looseObject({})) });
const Template = v.looseObject({ Resources: v.record(v.string(), Resource) });

/** The stack as it is, but for the times of its capture queue and for the Rekognition that it calls. */
const scaled = (template: unknown) => {
  const { Resources, ...rest } = v.parse(Template, template);
  const set = (id: string, properties: object) => {
    const { Properties, ...resource } = v.parse(Resource, Resources[id]);
    return { [id]: { ...resource, Properties: { ...Properties, ...properties } } };
  };
  const environment = v.parse(
    v.object({ Environment: v.object({ Variables: v.looseObject({}) }) }),
    Resources['GetDashlabelsLambdaFunction']?.Properties,
  ).Environment.Variables;
  return {
    ...rest,
    Resources: {
      ...Resources,
      ...set('CaptureQueue', { VisibilityTimeout: SCALED_SECONDS }),
      ...set('GetDashlabelsLambdaFunction', {
        Timeout: SCALED_SECONDS,
        Environment: {
          Variables: { ...environment, AWS_ENDPOINT_URL_REKOGNITION: rekognition.url },
        },
      }),
    },
  };
};

const openStores = () => {
  const settings = {
    ...{ endpoint: engine.urls.aws, region: 'us-east-1' },
    credentials: engine.accessKey,
  };
  const db = createDb(new DynamoDBClient(settings));
  return {
    sessions: createSessionStore(db, engine.stacks.ref(STACK, 'SessionTable')),
    labels: createLabelStore(db, engine.stacks.ref(STACK, 'LabelTable')),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    hasDeadLetters: queueWatcher(
      engine.stacks.ref(STACK, 'DeadLetterQueue'),
      new SQSClient(settings),
    ),
  };
};

/** What create-gif and create-captures leave of a video: FFmpeg is not what this is about. */
const leaveCaptures = async ({ sessions, labels, s3 }: ReturnType<typeof openStores>) => {
  const id = randomUUID();
  const key = `videos/${id}/clip.mp4`;
  const session = await sessions.open({ id, bucket: SOURCE, key, size: 1 });
  await sessions.addGif(id, `${id}/clip.gif`, {});
  for (const frame of FRAMES) {
    await labels.add(id, { frame, time: Number(frame) / 1000 });
    const Key = captureKey(id, key, frame);
    await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key, Body: PICTURE }));
  }
  await sessions.addCaptures(session, { pictures: FRAMES, facts });
};

test(
  'a hundred videos at once, of which Rekognition takes five pictures a second, all get all their labels',
  async () => {
    const stores = openStores();
    for (let each = 0; each < VIDEOS; each += LANES)
      await Promise.all(Array.from({ length: LANES }, () => leaveCaptures(stores)));

    const bank = bankClient(engine.urls.aws);
    let metadata = await bank.metadata();
    while (metadata.length < VIDEOS) {
      await setTimeout(500);
      metadata = await bank.metadata();
    }

    expect(metadata.filter(({ status, unlabelled }) => status !== 1 || unlabelled !== 0)).toEqual(
      [],
    );
    const labelled = metadata.flatMap(({ labels }) => labels.filter((each) => each.labels.length));
    expect(labelled).toHaveLength(VIDEOS * FRAMES.length);
    expect(await stores.hasDeadLetters()).toBe(false);
    // Else nothing has been throttled, and nothing shown.
    expect(rekognition.counts.throttled).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
