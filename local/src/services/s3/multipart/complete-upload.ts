import { algorithmOf, checksumElements, headerOf } from '../body/checksum.ts';
import { readBody } from '../body/receive.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { writeXml } from '../http/xml.ts';
import type { ObjectRow, PartRow, UploadRow } from '../index/rows.ts';
import { commitObject, type NewObject } from '../objects/commit-object.ts';
import { writeConditionsOf } from '../objects/conditions.ts';
import { quote } from '../objects/etag.ts';
import type { Store } from '../store.ts';
import { joinParts } from './join-parts.ts';
import { choosePartsFrom } from './part-list.ts';
import { noSuchUpload, requireUpload } from './uploads.ts';

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * CompleteMultipartUpload; repeating it after success returns the same, without another notification.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
export const completeUpload = async (store: Store, call: S3Call): Promise<Reply> => {
  const done = store.objects.find(call.bucket, call.key);
  if (done && done.upload === call.query['uploadId']) return resultOf(done, call);
  const upload = requireUpload(store, call);
  const xml = await readBody(call.openBody(), ofBody(call.headers), MAX_BODY_BYTES);
  const parts = choosePartsFrom(xml, store.uploads.parts(upload.id), upload.checksum?.algorithm);
  const joined = await joinParts(store.files, upload, parts);
  return resultOf(commit(store, call, { upload, parts, joined }), call);
};

// The checksum in this request's headers is the object's.
const ofBody = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !algorithmOf(name)));

type Completion = {
  upload: UploadRow;
  parts: PartRow[];
  joined: Pick<NewObject, 'temp' | 'size' | 'etag' | 'checksum'>;
};

const commit = (store: Store, { headers, origin }: S3Call, completion: Completion): ObjectRow => {
  const { upload, parts, joined } = completion;
  const { id, bucket, key } = upload;
  const details = {
    tags: store.uploads.tags(id),
    parts: parts.map(({ number, size, checksum }) => ({ number, size, checksum })),
  };
  const object = { bucket, key, headers: upload.headers, upload: id, details, ...joined };
  let kept: PartRow[] = [];
  const row = commitObject(store, object, {
    event: 'CompleteMultipartUpload',
    conditions: writeConditionsOf(headers),
    origin,
    before: () => {
      checkAnnounced(joined, headers);
      if (!store.uploads.find(id, upload)) throw noSuchUpload(id);
      kept = store.uploads.parts(id);
      checkUnchanged(parts, kept);
      store.uploads.remove(id);
    },
  });
  store.files.discard(kept.map(({ temp }) => temp));
  return row;
};

const checkAnnounced = (
  { size, checksum }: Completion['joined'],
  headers: Record<string, string>,
) => {
  const announcedSize = headers['x-amz-mp-object-size'];
  if (announcedSize !== undefined && Number(announcedSize) !== size) {
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${announcedSize} does not match what was computed: ${size}`,
    );
  }
  const announced = checksum && headers[headerOf(checksum.algorithm)];
  if (announced === undefined || announced === checksum?.value) return;
  throw new S3Error(
    'BadDigest',
    `The ${checksum?.algorithm ?? ''} you specified did not match the calculated checksum.`,
  );
};

// A part may have been uploaded again while the old one was being copied.
const checkUnchanged = (joined: PartRow[], kept: PartRow[]) => {
  const temps = new Set(kept.map(({ temp }) => temp));
  if (!joined.every(({ temp }) => temps.has(temp))) throw new S3Error('InvalidPart');
};

const resultOf = ({ etag, checksum }: ObjectRow, { bucket, key, headers }: S3Call): Reply => ({
  body: writeXml('CompleteMultipartUploadResult', {
    Location: `http://${headers['host'] ?? ''}/${bucket}/${encodeURI(key)}`,
    Bucket: bucket,
    Key: key,
    ETag: quote(etag),
    ...checksumElements(checksum),
  }),
});
