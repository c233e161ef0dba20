import { describe, expect, test } from '@jest/globals';
import { fakeUploads } from '../testing/fake-ports.ts';
import { fakeSessions } from '../testing/fake-stores.ts';
import { completeUpload } from './complete-upload.ts';
import { findUpload, type Upload } from './find-upload.ts';
import { listParts } from './list-parts.ts';
import { openUpload } from './open-upload.ts';
import { PART_BYTES, partSize } from '#api/part-size';

const SIZE = 2 * PART_BYTES + 10;
const video = { file: 'clip.mp4', type: 'video/mp4' };

const start = async () => {
  const ports = { sessions: fakeSessions(), uploads: fakeUploads() };
  const opened = await openUpload({ video, size: SIZE }, ports);
  const upload = await findUpload(opened, ports.sessions);
  if (!upload) throw new Error('The upload was not opened');
  const send = (...sizes: number[]) =>
    ports.uploads.parts.set(
      upload.uploadId,
      sizes.map((Size, index) => ({ PartNumber: index + 1, ETag: `"${index}"`, Size })),
    );
  return { ports, upload, send };
};

describe('opening an upload', () => {
  test('stores its size and id with the session', async () => {
    const { ports, upload } = await start();

    expect([...ports.sessions.rows.values()]).toEqual([
      {
        id: upload.session,
        key: `videos/${upload.session}/clip.mp4`,
        status: 0,
        upload: { uploadId: upload.uploadId, size: SIZE },
      },
    ]);
  });
});

test.each<[string, (upload: Upload) => Partial<Upload>]>([
  ['another id', () => ({ uploadId: 'other' })],
  ['another name', ({ session }) => ({ key: `videos/${session}/other.mp4` })],
  ['an unknown session', () => ({ key: 'videos/unknown/clip.mp4' })],
])('an upload with %s is not found', async (_what, change) => {
  const { ports, upload } = await start();

  expect(await findUpload({ ...upload, ...change(upload) }, ports.sessions)).toBe(undefined);
});

test('parts are 5 MiB, the last one is smaller, and there are no others', () => {
  const sizes = [0, 1, 2, 3, 4].map((number) => partSize(SIZE, number));

  expect(sizes).toEqual([undefined, PART_BYTES, PART_BYTES, 10, undefined]);
});

describe('completing an upload', () => {
  test('combines its parts into one video', async () => {
    const { ports, upload, send } = await start();
    send(PART_BYTES, PART_BYTES, 10);

    expect(await completeUpload(upload, ports)).toBe('done');
    expect([...ports.uploads.objects]).toEqual([[upload.key, SIZE]]);
  });

  test('is safe to repeat', async () => {
    const { ports, upload, send } = await start();
    send(PART_BYTES, PART_BYTES, 10);
    await completeUpload(upload, ports);

    expect(await completeUpload(upload, ports)).toBe('done');
  });

  test('is refused while parts are missing', async () => {
    const { ports, upload, send } = await start();
    send(PART_BYTES, PART_BYTES);

    expect(await completeUpload(upload, ports)).toBe('incomplete');
    expect(ports.uploads.parts.size).toBe(1);
  });

  test('aborts a video that is larger than announced, and deletes its parts', async () => {
    const { ports, upload, send } = await start();
    send(PART_BYTES, PART_BYTES, 11);

    expect(await completeUpload(upload, ports)).toBe('too-large');
    expect(ports.uploads.parts.size).toBe(0);
    expect(ports.uploads.objects.size).toBe(0);
  });

  test('finds nothing after an abort', async () => {
    const { ports, upload } = await start();
    await ports.uploads.abort(upload);

    expect(await completeUpload(upload, ports)).toBe('gone');
  });
});

describe('the parts of an upload', () => {
  test('are those that S3 has', async () => {
    const { ports, upload, send } = await start();
    send(PART_BYTES);

    expect(await listParts(upload, ports)).toEqual([
      { PartNumber: 1, ETag: '"0"', Size: PART_BYTES },
    ]);
  });

  test('are all listed once the video is complete', async () => {
    const { ports, upload, send } = await start();
    send(PART_BYTES, PART_BYTES, 10);
    await completeUpload(upload, ports);

    const parts = await listParts(upload, ports);

    expect(parts?.map(({ Size }) => Size)).toEqual([PART_BYTES, PART_BYTES, 10]);
  });

  test('are unknown after an abort', async () => {
    const { ports, upload } = await start();
    await ports.uploads.abort(upload);

    expect(await listParts(upload, ports)).toBe(undefined);
  });
});
