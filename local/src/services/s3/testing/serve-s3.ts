import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { type Credentials, defaultCredentials } from '../../../auth/credentials.ts';
import { openDatabase } from '../../../state/database.ts';
import type { BucketConfig } from '../buckets/bucket-config.ts';
import { type S3Options, startS3 } from '../s3.ts';

/** A published message. */
export type Published = { topicArn: string; message: unknown; subject: string };

/** S3 on its own port and folder, with a bucket named `bucket`. */
export const serveS3 = async (
  bucket: BucketConfig = {},
  options: Partial<S3Options> & { keys?: Map<string, Credentials> } = {},
) => {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 's3-'));
  const db = openDatabase(path.join(directory, 'state.db'));
  const published: Published[] = [];
  const s3 = startS3({
    db,
    dir: path.join(directory, 's3'),
    credentials: options.keys ?? defaultCredentials(),
    publish: (topicArn, message, subject) => {
      published.push({ topicArn, message: JSON.parse(message), subject });
    },
    ...options,
  });
  s3.configureBucket('bucket', bucket);
  const server = http.createServer((request, response) => void s3.handle(request, response));
  const endpoint = await listen(server);
  const clients: S3Client[] = [];
  return {
    s3,
    db,
    endpoint,
    published,
    directory: path.join(directory, 's3'),

    client(config: S3ClientConfig = {}): S3Client {
      const client = new S3Client({ ...clientConfig(endpoint), ...config });
      clients.push(client);
      return client;
    },

    async stop() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await s3.stop();
      db.close();
      await fs.rm(directory, { recursive: true });
    },
  };
};

/** The environment that points a program to the local engine. */
export const clientConfig = (endpoint: string): S3ClientConfig => ({
  endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

const listen = async (server: http.Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this shape.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

export type ServedS3 = Awaited<ReturnType<typeof serveS3>>;
