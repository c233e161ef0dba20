import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Metadata } from '@video-service/shared/metadata';
import * as v from 'valibot';

/** The buckets of every bank that runs on one machine. */
export const SOURCE = 'video-service-local-source-000000000000';
export const RENDER = 'video-service-local-render-000000000000';

/** What a client of another process says to the bank there. */
export const bankClient = (endpoint: string) => {
  const settings = {
    ...{ endpoint, region: 'us-east-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });

  const readMetadata = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: RENDER, Key }));
    return v.parse(Metadata, JSON.parse((await Body?.transformToString()) ?? ''));
  };

  return {
    settings,
    s3,

    /** What all videos that are done came to. */
    async metadata(): Promise<Metadata[]> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: RENDER }));
      const keys = Contents.flatMap(({ Key = '' }) => (Key.endsWith('metadata.json') ? [Key] : []));
      return Promise.all(keys.map(readMetadata));
    },
  };
};
