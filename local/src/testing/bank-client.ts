import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Metadata } from '@video-service/shared/metadata';
import * as v from 'valibot';

/** The buckets of every bank on one machine. */
export const SOURCE = 'video-service-local-source-000000000000';
export const RENDER = 'video-service-local-render-000000000000';

/** A client of a bank in another process. */
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

  const metadataKeys = async (): Promise<string[]> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: RENDER }));
    return Contents.flatMap(({ Key = '' }) => (Key.endsWith('metadata.json') ? [Key] : []));
  };

  return {
    settings,
    s3,

    /** The keys of all finished videos' results, among the first thousand objects. */
    metadataKeys,

    /** The results of all finished videos. */
    metadata: async (): Promise<Metadata[]> =>
      Promise.all((await metadataKeys()).map(readMetadata)),
  };
};
