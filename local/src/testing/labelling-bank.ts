import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDb } from '@video-service/shared/dynamodb/client';
import { captureKey } from '@video-service/shared/keys';
import { queueWatcher } from '../../../video-service/src/status/queue-adapter.ts';
import { createLabelStore } from '../../../video-service/src/stores/label-store.ts';
import { createSessionStore } from '../../../video-service/src/stores/session-store.ts';
import { startEngine } from '../engine/engine.ts';
import { findFfmpeg } from '@video-service/deploy/packaging/ffmpeg-binaries';
import { packageStacks } from '@video-service/deploy/packaging/package-stacks';
import { bankClient, SOURCE } from './bank-client.ts';
import { changedTemplate, type TemplateChanges } from './changed-template.ts';
import { ownerStack } from './owner-stack.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const STACK = 'video-service-local';
// One machine labels fewer captures at a time than AWS (video-service/serverless.yml).
const AS_ON_AWS = {
  GetDashlabelsEventSourceMappingSQSCaptureQueue: {
    properties: { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 5 } },
  },
};
const LANES = 10;
const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex');
const FACTS = { width: 640, height: 360, codec: 'h264', rotation: 0 } as const;

export type LabellingBank = Awaited<ReturnType<typeof openLabellingBank>>;

/**
 * A bank on a fresh state whose videos are already rendered: only labels are missing, which are requested as on AWS.
 * `changes` apply to the compiled template of video-service.
 */
export const openLabellingBank = async (changes: TemplateChanges) => {
  await using opened = new AsyncDisposableStack();
  const directory = await mkdtemp(path.join(tmpdir(), 'labelling-'));
  opened.defer(() => rm(directory, { recursive: true }));
  const stateDir = path.join(directory, 'state');
  const binaries = await findFfmpeg();
  const packaged = await packageStacks({ root: ROOT, binaries, onProgress: () => undefined });
  const all = { ...changes, resources: { ...AS_ON_AWS, ...changes.resources } };
  const stacks = packaged
    .filter(({ name }) => name === STACK)
    .map((stack) => ({ ...stack, template: changedTemplate(stack.template, all) }));
  const engine = await startEngine({
    ...{ stateDir, awsPort: 0, pagePort: 0 },
    stacks: [ownerStack, ...stacks],
  });
  opened.defer(engine.stop);
  const closing = opened.move();

  const settings = {
    ...{ endpoint: engine.urls.aws, region: 'us-east-1' },
    credentials: engine.accessKey,
  };
  const db = createDb(new DynamoDBClient(settings));
  const sessions = createSessionStore(db, engine.stacks.ref(STACK, 'SessionTable'));
  const labels = createLabelStore(db, engine.stacks.ref(STACK, 'LabelTable'));
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const sqs = new SQSClient(settings);
  const bank = bankClient(engine.urls.aws);

  // The results of create-gif and create-captures: this is not about FFmpeg.
  const leaveCaptures = async (frames: string[]) => {
    const id = randomUUID();
    const key = `videos/${id}/clip.mp4`;
    const session = await sessions.open({ id, bucket: SOURCE, key, size: 1 });
    await sessions.addGif(id, `${id}/clip.gif`, {});
    for (const frame of frames) {
      await labels.add(id, { frame, time: Number(frame) / 1000 });
      const Key = captureKey(id, key, frame);
      await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key, Body: PICTURE }));
    }
    await sessions.addCaptures(session, { pictures: frames, facts: FACTS });
  };

  return {
    ...{ stateDir, sqs },

    /** Adds videos with captures at these times, in milliseconds. */
    async leaveVideos(count: number, frames: string[]) {
      for (let left = count; left > 0; left -= LANES)
        await Promise.all(
          Array.from({ length: Math.min(left, LANES) }, () => leaveCaptures(frames)),
        );
    },

    /** The results of the videos, once there are so many. */
    async results(count: number) {
      while ((await bank.metadataKeys()).length < count) await setTimeout(500);
      return bank.metadata();
    },

    hasDeadLetters: queueWatcher(engine.stacks.ref(STACK, 'DeadLetterQueue'), sqs),
    close: () => closing.disposeAsync(),
  };
};
