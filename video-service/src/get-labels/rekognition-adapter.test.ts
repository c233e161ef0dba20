import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createDetector } from './rekognition-adapter.ts';

const requests: unknown[] = [];
let answer: { status: number; body: object } | undefined;
const server = createServer((request, response) => {
  void json(request).then((input) => {
    requests.push([request.headers['x-amz-target'], input]);
    if (!answer) return;
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  });
});
let picture: Buffer;
let client: RekognitionClient;
let detect: ReturnType<typeof createDetector>;
let detectSoon: typeof detect;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  client = new RekognitionClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const bucket = { name: 'source', readRange: async () => ({ bytes: picture, etag: undefined }) };
  const options = { bucket, maxLabels: 100, minConfidence: 50 };
  detect = createDetector(options, client);
  detectSoon = createDetector({ ...options, patienceMs: 50 }, client);
});
beforeEach(() => {
  requests.length = 0;
});
afterAll(async () => {
  client.destroy();
  server.close();
  await once(server, 'close');
});

const pngOf = (width: number, height: number) => {
  const header = Buffer.alloc(24);
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
};

const refusal = (type: string) => ({ status: 400, body: { __type: type, message: 'No.' } });

test('the picture is labelled where it is stored', async () => {
  answer = { status: 200, body: { Labels: [], LabelModelVersion: '3.0' } };

  expect(await detect('captures/a/my clip-0.png')).toEqual({ labels: [], model: '3.0' });

  expect(requests).toEqual([
    [
      'RekognitionService.DetectLabels',
      {
        Image: { S3Object: { Bucket: 'source', Name: 'captures/a/my clip-0.png' } },
        MaxLabels: 100,
        MinConfidence: 50,
      },
    ],
  ]);
});

test('labels keep Rekognition’s shape, and missing lists are empty', async () => {
  const instance = {
    BoundingBox: { Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4 },
    Confidence: 98.5,
    DominantColors: [],
  };
  const car = { Name: 'Car', Confidence: 99.12345886230469, Instances: [instance] };
  answer = { status: 200, body: { Labels: [car], LabelModelVersion: '3.0' } };

  expect(await detect('a.png')).toEqual({
    labels: [
      {
        ...car,
        Instances: [{ BoundingBox: instance.BoundingBox, Confidence: 98.5 }],
        Parents: [],
        Categories: [],
        Aliases: [],
      },
    ],
    model: '3.0',
  });
});

test.each(['InvalidImageFormatException', 'ImageTooLargeException'])(
  '%s is final',
  async (type) => {
    answer = refusal(type);

    expect(await detect('a.png')).toMatchObject({
      error: { stage: 'labels', code: 'IMAGE_REJECTED' },
    });
  },
);

test.each([
  [79, 200],
  [200, 79],
])('a picture of %i to %i pixels is too small, and that is final', async (width, height) => {
  answer = refusal('InvalidParameterException');
  picture = pngOf(width, height);

  expect(await detect('a.png')).toMatchObject({ error: { code: 'IMAGE_REJECTED' } });
});

test('a setting that Rekognition rejects is not the picture’s error', async () => {
  answer = refusal('InvalidParameterException');
  picture = pngOf(80, 80);

  await expect(detect('a.png')).rejects.toMatchObject({
    name: 'Unlabelled',
    message: 'InvalidParameterException: No.',
    passes: false,
  });
});

test.each([
  ['ProvisionedThroughputExceededException', 400, true],
  ['ThrottlingException', 400, true],
  ['InternalServerError', 500, true],
  ['InvalidS3ObjectException', 400, false],
  ['AccessDeniedException', 400, false],
])('%s is thrown for a retry, and says whether it passes by itself', async (...refused) => {
  const [type, status, passes] = refused;
  answer = { ...refusal(type), status };

  await expect(detect('a.png')).rejects.toMatchObject({
    name: 'Unlabelled',
    message: `${type}: No.`,
    passes,
  });
});

test('a network outage passes by itself', async () => {
  const nowhere = new RekognitionClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const bucket = { name: 'source', readRange: async () => ({ bytes: picture, etag: undefined }) };

  const detecting = createDetector({ bucket, maxLabels: 1, minConfidence: 50 }, nowhere)('a.png');

  await expect(detecting).rejects.toMatchObject({ name: 'Unlabelled', passes: true });
});

test('a picture that is not labelled in time is retried later', async () => {
  answer = undefined;

  await expect(detectSoon('a.png')).rejects.toMatchObject({ name: 'Unlabelled', passes: true });
});
