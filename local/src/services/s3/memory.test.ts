import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { clientConfig } from './testing/serve-s3.ts';
import { spawnS3, type SpawnedS3 } from './testing/spawn-s3.ts';

const MIB = 1024 * 1024;
const SIZE = 1024 * MIB;
const PART = 64 * MIB;
const ALLOWED_GROWTH_MIB = 150;
const BLOCK = Buffer.alloc(MIB, 'all work and no play ');

let directory: string;
let s3: SpawnedS3;
let client: S3Client;
beforeEach(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3-memory-'));
  s3 = await spawnS3(directory);
  client = new S3Client(clientConfig(s3.endpoint));
});
afterEach(async () => {
  client.destroy();
  await s3.kill();
  fs.rmSync(directory, { recursive: true });
});

const Bucket = 'bucket';
const Key = 'big';

const blocks = (bytes: number) =>
  Readable.from(
    Array.from({ length: bytes / MIB }, () => BLOCK),
    { objectMode: false },
  );

const uploads: [string, () => Promise<unknown>][] = [
  [
    'one put',
    () =>
      client.send(new PutObjectCommand({ Bucket, Key, Body: blocks(SIZE), ContentLength: SIZE })),
  ],
  [
    'parts',
    async () => {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      const Parts = [];
      for (let PartNumber = 1; PartNumber <= SIZE / PART; PartNumber += 1) {
        const part = { Bucket, Key, UploadId, PartNumber };
        const content = { Body: blocks(PART), ContentLength: PART };
        const { ETag, ChecksumCRC32 } = await client.send(
          new UploadPartCommand({ ...part, ...content }),
        );
        Parts.push({ PartNumber, ETag, ChecksumCRC32 });
      }
      const MultipartUpload = { Parts };
      await client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
      );
    },
  ],
];

const sumOf = async (stream: AsyncIterable<Uint8Array>) => {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
};

// The most memory the process uses until the work is done, sampled four times a second.
const peakDuring = async (work: Promise<unknown>): Promise<number> => {
  const state = { isDone: false };
  const end = work.finally(() => (state.isDone = true));
  let peak = 0;
  while (!state.isDone) {
    peak = Math.max(peak, await s3.residentBytes());
    await Promise.race([end, sleep(250, undefined, { ref: false })]);
  }
  await end;
  return peak;
};

const readBack = async () => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  // In Node, the SDK's body is a stream of bytes.
  return sumOf(Body as Readable);
};

test.each(uploads)(
  '1 GiB in %s and back takes less than 150 MB of memory',
  async (_how, upload) => {
    const before = await s3.residentBytes();
    let received = '';
    const work = async () => {
      await upload();
      received = await readBack();
    };

    const peak = await peakDuring(work());

    expect(received).toBe(await sumOf(blocks(SIZE)));
    expect(peak).toBeGreaterThan(before);
    expect((peak - before) / MIB).toBeLessThan(ALLOWED_GROWTH_MIB);
  },
  180_000,
);
