import { createReadStream } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { metadataKey } from '@video-service/shared/keys';
import { Metadata } from '@video-service/shared/metadata';
import { lookup } from 'mrmime';
import * as v from 'valibot';
import { REGION } from '../engine/account.ts';
import type { Engine } from '../engine/engine.ts';
import { listOpenSessions } from './open-sessions.ts';
import type { VideoFile } from './video-files.ts';

const VIDEO_STACK = 'video-service-local';

export type Bank = ReturnType<typeof openBank>;

/** The video bank as a client sees it: through its AWS APIs, with an access key. */
export const openBank = ({ urls, accessKey, stacks }: Engine) => {
  const settings = { endpoint: urls.aws, region: REGION, credentials: accessKey };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const dynamoDb = new DynamoDBClient(settings);
  const source = stacks.ref(VIDEO_STACK, 'SourceBucket');
  const render = stacks.ref(VIDEO_STACK, 'RenderBucket');
  return {
    buckets: { source, render },

    /** Uploads a video, as a Raspberry Pi does. */
    async drop({ path, key }: VideoFile): Promise<void> {
      const Body = createReadStream(path);
      const ContentType = lookup(key) ?? 'application/octet-stream';
      await new Upload({
        client: s3,
        params: { Bucket: source, Key: key, Body, ContentType },
      }).done();
    },

    async isEmpty(): Promise<boolean> {
      const { KeyCount } = await s3.send(
        new ListObjectsV2Command({ Bucket: source, Prefix: 'videos/', MaxKeys: 1 }),
      );
      return KeyCount === 0;
    },

    readMetadata: async (id: string): Promise<Metadata> => {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: render, Key: metadataKey(id) }),
      );
      return v.parse(Metadata, JSON.parse((await Body?.transformToString()) ?? ''));
    },

    /** The sessions that an earlier run left open. */
    openSessions: () => listOpenSessions(dynamoDb, stacks.ref(VIDEO_STACK, 'SessionTable')),

    close(): void {
      s3.destroy();
      dynamoDb.destroy();
    },
  };
};
