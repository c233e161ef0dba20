import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import { createLinks } from './links.ts';
import { createUploadStore } from './upload-store.ts';

// The page's policy allows the origin of a link: what is signed for uploads has to have the same.
test.each(['us-east-1', 'eu-central-1', 'ap-southeast-2'])(
  'in %s whatever is signed for a bucket leads to one origin',
  async (region) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const s3 = new S3Client({ region, credentials });
    const [links, uploads] = [createLinks('bank', s3), createUploadStore('bank', s3)];
    const upload = { key: 'videos/id/clip.mp4', uploadId: 'upload' };

    const urls = [
      await links.to('any'),
      await links.download('any', 'metadata.json'),
      await uploads.signPart(upload, { number: 1, bytes: 10 }),
      (await uploads.signPut(upload.key, { type: 'video/mp4', bytes: 10 })).url,
    ];

    const origin = `https://bank.s3.${region}.amazonaws.com`;
    expect(urls.map((url) => new URL(url).origin)).toEqual(Array(urls.length).fill(origin));
  },
);
