import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  NoSuchUpload,
  NotFound,
  paginateListParts,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { doorMark } from '@video-service/shared/door-mark';
import { LINK_SECONDS } from '@video-service/shared/lifetimes';

const PRECONDITION_FAILED = 412;

// Records permanently which door the video came through.
const DOOR = doorMark('page');
const DOOR_HEADERS = { 'x-amz-meta-door': DOOR.door };

/** A part as S3 has it. */
export type StoredPart = { PartNumber: number; ETag: string; Size: number };
type Upload = { key: string; uploadId: string };

export type UploadStore = ReturnType<typeof createUploadStore>;

// A checksum in a signed URL would be that of the empty body it was signed with:
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
const client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });

/** What browsers can put into the source bucket, each upload with its own signature. */
export const createUploadStore = (Bucket: string, s3 = client) => ({
  /**
   * A URL to put one object under this key, once. Size, type and "only if it does not exist" are signed, so S3 refuses
   * any other request. Send it with these headers; the browser sets the length itself.
   */
  async signPut(key: string, { type, bytes }: { type: string; bytes: number }) {
    const headers = { 'content-type': type, 'if-none-match': '*', ...DOOR_HEADERS };
    const expiresAt = new Date(Date.now() + LINK_SECONDS.upload * 1000).toISOString();
    const input = {
      ...{ Bucket, Key: key, ContentType: type, ContentLength: bytes, IfNoneMatch: '*' },
      Metadata: DOOR,
    };
    const url = await getSignedUrl(s3, new PutObjectCommand(input), {
      expiresIn: LINK_SECONDS.upload,
      // By default the presigner does not sign the type.
      signableHeaders: new Set(['host', 'content-length', ...Object.keys(headers)]),
      // Otherwise it would become a parameter of the URL.
      unhoistableHeaders: new Set(Object.keys(DOOR_HEADERS)),
    });
    return { url, headers, expiresAt };
  },

  async create(key: string, type: string): Promise<string> {
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key: key, ContentType: type, Metadata: DOOR }),
    );
    if (!UploadId) throw new Error('S3 opened a multipart upload without an id');
    return UploadId;
  },

  /** A URL for one part of exactly this size: the length is signed, so S3 refuses any other. */
  signPart: ({ key, uploadId }: Upload, part: { number: number; bytes: number }) =>
    getSignedUrl(
      s3,
      new UploadPartCommand({
        Bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: part.number,
        ContentLength: part.bytes,
      }),
      { expiresIn: LINK_SECONDS.upload },
    ),

  /** Undefined if the upload does not exist (any more). */
  async listParts({ key, uploadId }: Upload): Promise<StoredPart[] | undefined> {
    const parts: StoredPart[] = [];
    const pages = paginateListParts({ client: s3 }, { Bucket, Key: key, UploadId: uploadId });
    try {
      for await (const { Parts = [] } of pages)
        for (const { PartNumber = 0, ETag = '', Size = 0 } of Parts)
          parts.push({ PartNumber, ETag, Size });
    } catch (error) {
      if (error instanceof NoSuchUpload) return undefined;
      throw error;
    }
    return parts;
  },

  /** Combines the parts into one object; false if the upload is gone, or an object with this key already exists. */
  async complete({ key, uploadId }: Upload, parts: StoredPart[]): Promise<boolean> {
    const MultipartUpload = {
      Parts: parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })),
    };
    const target = { Bucket, Key: key, UploadId: uploadId, IfNoneMatch: '*' };
    try {
      await s3.send(new CompleteMultipartUploadCommand({ ...target, MultipartUpload }));
      return true;
    } catch (error) {
      if (error instanceof NoSuchUpload || isPreconditionFailed(error)) return false;
      throw error;
    }
  },

  /** Aborts the upload and deletes its parts; succeeds if it is already gone. */
  async abort({ key, uploadId }: Upload): Promise<void> {
    try {
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId }));
    } catch (error) {
      if (!(error instanceof NoSuchUpload)) throw error;
    }
  },

  /** The size of the stored object; undefined if it does not exist. */
  async sizeOf(key: string): Promise<number | undefined> {
    try {
      return (await s3.send(new HeadObjectCommand({ Bucket, Key: key }))).ContentLength;
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  },
});

const isPreconditionFailed = (error: unknown) =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === PRECONDITION_FAILED;
