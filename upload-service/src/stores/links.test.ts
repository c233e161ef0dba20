import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, expect, jest, test } from '@jest/globals';
import { createLinks } from './links.ts';
import { createUploadStore } from './upload-store.ts';

afterEach(() => {
  jest.useRealTimers();
});

// The page's policy allows the origin of a link, so links signed for uploads must have the same origin.
test.each(['us-east-1', 'eu-central-1', 'ap-southeast-2'])(
  'in %s all signed links of a bucket have the same origin',
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

test.each([
  ['videos/id/clip.mp4', 'video/mp4', 'clip.mp4'],
  ["videos/id/it's ü (1).TS", 'video/mp2t', 'it%27s%20%C3%BC%20%281%29.TS'],
  ['videos/id/setup.exe', 'video/mp4', 'setup.exe.mp4'],
])('%s is served as %s and saved as %s', async (key, type, name) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const links = createLinks('bank', new S3Client({ region: 'us-east-1', credentials }));

  const { searchParams } = new URL(await links.video(key));

  expect(searchParams.get('response-content-type')).toBe(type);
  expect(searchParams.get('response-content-disposition')).toBe(`inline; filename*=UTF-8''${name}`);
});

const BUCKET = 'video-service-test-render-000000000000';
// The links need no checksums.
const UNCHECKED = {
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const;
const AWS = { region: 'eu-central-1' };
const LOCAL = {
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:4566',
  forcePathStyle: true,
};
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'a+token/with=signs',
};

test.each([
  ['on AWS', AWS],
  ['on one machine', LOCAL],
])('a link %s is the one that the SDK makes', async (_, where) => {
  const s3 = new S3Client({ ...where, credentials, ...UNCHECKED });
  const links = createLinks(BUCKET, s3);
  jest.useFakeTimers({ now: new Date('2026-11-30T03:00:00Z') });
  for (const key of ['captures/a/clip-0.png', "a/b (1)!*'~ü&+=%2F?#.jpg", 'a//b/./c', '/leading']) {
    const command = new GetObjectCommand({ Bucket: BUCKET, Key: key });
    const wanted = await getSignedUrl(s3, command, { expiresIn: 3600 });

    expect(partsOf(await links.to(key))).toEqual(partsOf(wanted));
  }
});

const partsOf = (link: string) => {
  const { origin, pathname, searchParams } = new URL(link);
  return { origin, pathname, query: Object.fromEntries(searchParams) };
};
