import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  DetectFacesCommand,
  DetectLabelsCommand,
  RekognitionClient,
  type Image,
} from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import { BUILT_IN_MODELS } from './models/built-in.ts';
import { startRekognition } from './rekognition.ts';

// Loading three models takes a while on a busy machine.
jest.setTimeout(120_000);

const EVERYTHING = { maxLabels: 100, minConfidence: 50 };

const objects = new Map<string, Buffer>();
const rekognition = startRekognition({
  readObject: (bucket, key, maxBytes) => {
    if (bucket === 'broken') return Promise.reject(new Error('disk on fire'));
    return Promise.resolve(objects.get(`${bucket}/${key}`)?.subarray(0, maxBytes));
  },
  workers: 2,
});
const server = createServer((request, response) => {
  void buffer(request).then((body) => rekognition.handle(request, response, body));
});
let client: RekognitionClient;
let stopSign: Buffer;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Only a pipe's address would be text.
  const { port } = server.address() as AddressInfo;
  client = new RekognitionClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  stopSign = await drawStopSign();
  objects.set('captures/stop.png', stopSign);
});

afterAll(async () => {
  client.destroy();
  server.close();
  await rekognition.stop();
});

const drawStopSign = () =>
  sharp(fileURLToPath(new URL('../../sample/scene/street.svg', import.meta.url)))
    .extract({ left: 100, top: 0, width: 400, height: 400 })
    .flatten({ background: '#8fbbe3' })
    .png()
    .toBuffer();

const detectLabels = (image: Image, more = {}) =>
  client.send(new DetectLabelsCommand({ Image: image, ...more }));

const inBucket = (name: string, bucket = 'captures') => ({
  S3Object: { Bucket: bucket, Name: name },
});

const failure = (code: string, status = 400) => ({
  name: code,
  $metadata: expect.objectContaining({ httpStatusCode: status }) as unknown,
});

test('the stop sign is found in its place, and its ancestors are separate labels', async () => {
  const { Labels = [], LabelModelVersion } = await detectLabels(inBucket('stop.png'));
  const [roadSign, , stop] = Labels.filter(({ Name }) => /sign/iu.test(Name ?? ''));
  const { Left = 0, Top = 0, Width = 0, Height = 0 } = stop?.Instances?.[0]?.BoundingBox ?? {};

  expect(LabelModelVersion).toBe(BUILT_IN_MODELS.map(({ name }) => name).join('+'));
  expect(stop).toMatchObject({
    Name: 'Stopsign',
    Parents: [{ Name: 'Road Sign' }, { Name: 'Sign' }, { Name: 'Symbol' }],
  });
  expect(stop?.Confidence).toBeGreaterThan(90);
  expect(roadSign).toMatchObject({ Confidence: stop?.Confidence, Instances: [] });
  // Drawn 174 pixels wide and high around (153, 197), of 400.
  for (const [found, drawn] of [
    [Left, 66],
    [Top, 110],
    [Left + Width, 240],
    [Top + Height, 284],
  ] as const) {
    expect(Math.abs(found * 400 - drawn)).toBeLessThan(12);
  }
});

test('an image in the request has the same labels as in a bucket', async () => {
  const { Labels } = await detectLabels({ Bytes: stopSign });

  expect(Labels).toEqual((await detectLabels(inBucket('stop.png'))).Labels);
});

test('MaxLabels and MinConfidence are respected', async () => {
  const one = await detectLabels({ Bytes: stopSign }, { MaxLabels: 1 });
  const none = await detectLabels({ Bytes: stopSign }, { MinConfidence: 100 });

  expect(one.Labels).toHaveLength(1);
  expect(none.Labels).toEqual([]);
});

test('many concurrent images each get their own labels', async () => {
  const blank = await sharp({
    create: { width: 400, height: 400, channels: 3, background: 'gray' },
  })
    .png()
    .toBuffer();
  const images = Array.from({ length: 4 }, (_, index) => (index % 2 === 0 ? stopSign : blank));

  const answers = await Promise.all(images.map((image) => rekognition.detect(image, EVERYTHING)));

  for (const [index, labels] of answers.entries()) expect(labels).toEqual(answers[index % 2]);
  expect(answers[0]?.map(({ Name }) => Name)).toContain('Stopsign');
  expect(answers[1]).toEqual([]);
});

test.each([
  ['a black', 'black', 1280, 720],
  ['a grey', 'gray', 640, 360],
  ['a white', 'white', 640, 360],
  ['the smallest', 'gray', 80, 80],
  ['the longest', 'black', 10_000, 80],
])('%s picture without anything on it has no labels', async (_, background, width, height) => {
  const plain = sharp({ create: { width, height, channels: 3, background } });

  expect(await rekognition.detect(await plain.png().toBuffer(), EVERYTHING)).toEqual([]);
});

describe('refuses with Rekognition’s error', () => {
  test('a missing object', async () => {
    await expect(detectLabels(inBucket('none.png'))).rejects.toMatchObject({
      ...failure('InvalidS3ObjectException'),
      message: expect.stringContaining('Unable to get object metadata from S3') as unknown,
    });
  });

  test('an object that is not an image', async () => {
    objects.set('captures/text.png', Buffer.from('no image'));

    await expect(detectLabels(inBucket('text.png'))).rejects.toMatchObject(
      failure('InvalidImageFormatException'),
    );
  });

  test('an object of over 15 MB, and 5 MB in a request', async () => {
    objects.set('captures/large.png', Buffer.alloc(15 * 1024 ** 2 + 1));
    const tooLarge = failure('ImageTooLargeException');

    await expect(detectLabels(inBucket('large.png'))).rejects.toMatchObject(tooLarge);
    await expect(detectLabels({ Bytes: Buffer.alloc(5 * 1024 ** 2 + 1) })).rejects.toMatchObject(
      tooLarge,
    );
  });

  test.each([
    ['no image', {}, {}],
    ['two images', { Bytes: Buffer.of(1), ...inBucket('stop.png') }, {}],
    ['a confidence of over 100', inBucket('stop.png'), { MinConfidence: 101 }],
    ['what is not emulated', inBucket('stop.png'), { Features: ['IMAGE_PROPERTIES'] }],
  ])('a request with %s', async (_, image, more) => {
    await expect(detectLabels(image, more)).rejects.toMatchObject(
      failure('InvalidParameterException'),
    );
  });

  test('another operation', async () => {
    const request = new DetectFacesCommand({ Image: inBucket('stop.png') });

    await expect(client.send(request)).rejects.toMatchObject(failure('UnknownOperationException'));
  });
});

test('an internal error is reported without its cause, which is logged', async () => {
  const log = jest.spyOn(console, 'error').mockReturnValue();

  await expect(detectLabels(inBucket('stop.png', 'broken'))).rejects.toMatchObject({
    ...failure('InternalServerError', 500),
    message: 'Internal server error',
  });
  expect(log.mock.calls.flat()).toContainEqual(new Error('disk on fire'));
  log.mockRestore();
});
