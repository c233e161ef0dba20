import fs from 'node:fs';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { type ServedS3, serveS3 } from '../testing/serve-s3.ts';

let served: ServedS3;
let client: S3Client;
beforeAll(async () => {
  served = await serveS3();
  client = served.client();
});
afterAll(() => served.stop());
afterEach(() => void jest.restoreAllMocks());

const OBJECT = { Bucket: 'bucket', Key: 'videos/clip.mp4' };

const put = () => client.send(new PutObjectCommand({ ...OBJECT, Body: 'film' }));

const startUpload = async () => {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(OBJECT));
  const upload = { ...OBJECT, UploadId };
  const uploadPart = () =>
    client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'film' }));
  const { ETag } = await uploadPart();
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  return {
    uploadPart,
    complete: () => client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload })),
    abort: () => client.send(new AbortMultipartUploadCommand(upload)),
  };
};

// Syncs of the index, and what happens to files that were stored before.
const recordOrder = () => {
  const order: string[] = [];
  const sync = fs.fdatasyncSync;
  jest.spyOn(fs, 'fdatasyncSync').mockImplementation((fd) => {
    sync(fd);
    order.push('sync');
  });
  const rename = fs.renameSync;
  jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    order.push(fs.existsSync(to) ? 'replace' : 'move');
    rename(from, to);
  });
  const remove = fs.rmSync;
  jest.spyOn(fs, 'rmSync').mockImplementation((file, options) => {
    if (fs.existsSync(file)) order.push('delete');
    remove(file, options);
  });
  return order;
};

test('a new object is moved without waiting, as its response waits for the disk', async () => {
  const order = recordOrder();

  await client.send(new PutObjectCommand({ ...OBJECT, Key: 'videos/new.mp4', Body: 'film' }));

  expect(order).toEqual(['move']);
});

test('an object’s bytes are replaced once its new row is on disk', async () => {
  await put();
  const order = recordOrder();

  await put();

  expect(order).toEqual(['sync', 'replace']);
});

test('an object’s bytes are replaced by a copy once its new row is on disk', async () => {
  await put();
  const CopySource = 'bucket/videos/new.mp4';
  const order = recordOrder();

  await client.send(new CopyObjectCommand({ ...OBJECT, CopySource }));

  expect(order).toEqual(['sync', 'replace']);
});

test('the bytes of several objects are deleted once all their rows are gone from the disk', async () => {
  const Objects = ['videos/one.mp4', 'videos/two.mp4'].map((Key) => ({ Key }));
  for (const { Key } of Objects)
    await client.send(new PutObjectCommand({ ...OBJECT, Key, Body: 'film' }));
  const order = recordOrder();

  await client.send(new DeleteObjectsCommand({ Bucket: OBJECT.Bucket, Delete: { Objects } }));

  expect(order).toEqual(['sync', 'delete', 'delete']);
});

test('an object’s bytes are deleted once its row is gone from the disk', async () => {
  await put();
  const order = recordOrder();

  await client.send(new DeleteObjectCommand(OBJECT));

  expect(order).toEqual(['sync', 'delete']);
});

test('a part’s bytes are deleted once what replaces it is on disk', async () => {
  const { uploadPart } = await startUpload();
  const order = recordOrder();

  await uploadPart();

  expect(order).toEqual(['sync', 'delete']);
});

test('the parts of a completed upload are deleted once its object is on disk', async () => {
  const { complete } = await startUpload();
  const order = recordOrder();

  await complete();

  expect(order).toEqual(['sync', 'move', 'delete']);
});

test('the parts of an aborted upload are deleted once the upload is gone from the disk', async () => {
  const { abort } = await startUpload();
  const order = recordOrder();

  await abort();

  expect(order).toEqual(['sync', 'delete']);
});
