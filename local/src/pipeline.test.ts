import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { metadataKey } from '@video-service/shared/keys';
import { Metadata } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { arnOf } from './engine/account.ts';
import { openBank, type Bank } from './cli/bank.ts';
import { startEngine, type Engine } from './engine/engine.ts';
import { findFfmpeg } from '@video-service/deploy/packaging/ffmpeg-binaries';
import { packageStacks } from '@video-service/deploy/packaging/package-stacks';
import { drawSample } from './sample/draw-sample.ts';
import { drawClip } from './testing/draw-clip.ts';
import { OBSERVER_QUEUE_URL, observerStack } from './testing/observer-stack.ts';
import { processVideo } from './testing/process-video.ts';
import { receiveAll } from './testing/receive-all.ts';

const TIMEOUT_MS = 240_000;
const ROOT = path.resolve(import.meta.dirname, '../..');
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

let directory: string;
let ffmpeg: string;
let engine: Engine;
let bank: Bank;
let deliveries: string[];

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pipeline-'));
  deliveries = [];
  const binaries = await findFfmpeg();
  ({ ffmpeg } = binaries);
  const stacks = await packageStacks({ root: ROOT, binaries, onProgress: () => undefined });
  engine = await startEngine({
    ...{ stateDir: path.join(directory, 'state'), awsPort: 0, pagePort: 0 },
    stacks: [observerStack, ...stacks],
    retryDelaysSeconds: [1, 1],
    onDelivery: (_, event) => deliveries.push(event),
  });
  bank = openBank(engine);
}, TIMEOUT_MS);
afterAll(async () => {
  bank.close();
  await engine.stop();
  await rm(directory, { recursive: true });
});

/** Uploads the file and waits for its result. */
const process = (file: string, name: string): Promise<Metadata> =>
  processVideo({ path: file, key: `videos/${name}` }, { bank, deliveries });

const write = async (name: string, content: string) => {
  const file = path.join(directory, name);
  await writeFile(file, content);
  return file;
};

const pathOf = (bucket: string, key = '') => engine.objectFile(bucket, key) ?? 'nowhere';

const readyIds = async () => {
  const { aws: endpoint } = engine.urls;
  const sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials: engine.accessKey });
  const bodies = await receiveAll(sqs, OBSERVER_QUEUE_URL);
  return bodies.map((body) => /"key":"([^"]+)"/u.exec(body)?.[1]).sort();
};

test(
  'a video becomes a GIF, labelled captures and a metadata.json',
  async () => {
    const film = path.join(directory, 'film.mp4');
    await drawSample(film, { ffmpeg });

    const metadata = await process(film, 'Straße + 100 %.mp4');

    const { source, render } = bank.buckets;
    const text = await readFile(pathOf(render, metadataKey(metadata.id)), 'utf8');
    expect(v.parse(Metadata, JSON.parse(text))).toEqual(JSON.parse(text));
    expect(metadata).toMatchObject({ status: 1, source: { durationSeconds: 9, codec: 'h264' } });
    expect((await readFile(pathOf(render, metadata.gif))).subarray(0, 6).toString()).toBe('GIF89a');
    const captures = metadata.labels.filter(({ sameAs }) => sameAs === undefined);
    for (const { capture } of captures) {
      expect((await readFile(pathOf(source, capture))).subarray(0, PNG.length)).toEqual(PNG);
    }
    expect(captures.length).toBeGreaterThanOrEqual(5);
    expect(metadata.cost.images).toBe(captures.length);
    expect(metadata.allLabels.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['Clock', 'Car']),
    );
    expect(await readyIds()).toEqual([metadataKey(metadata.id)]);
  },
  TIMEOUT_MS,
);

test(
  'a repeated notification starts nothing and notifies nobody again',
  async () => {
    const film = await drawClip(path.join(directory, 'clip.mp4'));
    const first = await process(film, 'clip.mp4');
    const Message = deliveries.find((event) => event.includes('videos/clip.mp4'));
    const TopicArn = arnOf('sns', 'video-session-topic-local');

    const { aws: endpoint } = engine.urls;
    const client = new SNSClient({ endpoint, region: 'us-east-1', credentials: engine.accessKey });
    await client.send(new PublishCommand({ TopicArn, Message }));
    // Whatever the repetition starts is done before the later events.
    const second = await process(film, 'other.mp4');

    expect(await readyIds()).toEqual([first, second].map(({ id }) => metadataKey(id)).sort());
  },
  TIMEOUT_MS,
);

test(
  'an empty upload followed by the complete one at the same key has the complete one’s result',
  async () => {
    const id = randomUUID();
    const key = `videos/${id}/clip.mp4`;
    const until = async (revision: number) => {
      for (;;) {
        const metadata = await bank.readMetadata(id).catch(() => undefined);
        if (metadata?.revision === revision) return metadata;
        await setTimeout(200);
      }
    };

    await bank.drop({ path: await write('nothing.mp4', ''), key });
    expect(await until(1)).toMatchObject({ status: -1, error: { code: 'EMPTY_FILE' } });
    await bank.drop({ path: await drawClip(path.join(directory, 'whole.mp4')), key });

    expect(await until(2)).toMatchObject({ status: 1, video: key, unlabelled: 0 });
  },
  TIMEOUT_MS,
);

test(
  'a file that is not a video fails with a reason, and a good video beside it is ready',
  async () => {
    const secret = await write('secret.txt', 'nobody reads this');
    const clip = await drawClip(path.join(directory, 'good.mp4'));
    const bad = {
      'empty.mp4': '',
      'text.mp4': 'This is a letter.',
      'playlist.mp4': `#EXTM3U\n#EXTINF:1,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
      'concat.mp4': `ffconcat version 1.0\nfile '${secret}'\n`,
    };

    const [good, ...failed] = await Promise.all([
      process(clip, 'good.mp4'),
      ...Object.entries(bad).map(async ([name, content]) =>
        process(await write(name, content), name),
      ),
    ]);

    expect(good.status).toBe(1);
    for (const metadata of failed) {
      expect(metadata).toMatchObject({
        status: -1,
        error: {
          stage: expect.any(String),
          code: expect.any(String),
          message: expect.stringMatching(/./u),
          hint: expect.stringMatching(/./u),
        },
      });
    }
    expect(failed.map(({ video }) => video)).toEqual(
      Object.keys(bad).map((name) => `videos/${name}`),
    );
    expect(JSON.stringify(failed)).not.toContain('nobody reads this');
  },
  TIMEOUT_MS,
);
