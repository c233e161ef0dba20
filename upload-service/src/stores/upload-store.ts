import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  NoSuchUpload,
  NotFound,
  paginateListParts,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const SIGNED_SECONDS = 15 * 60;

/** A part as S3 has it. */
export type StoredPart = { PartNumber: number; ETag: string; Size: number };
type Upload = { key: string; uploadId: string };

export type UploadStore = ReturnType<typeof createUploadStore>;

// A checksum in a signed URL would be that of the empty body it was signed with:
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
const client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });

/** What browsers may put into the source bucket, each with a signature of its own. */
export const createUploadStore = (Bucket: string, s3 = client) => ({
  /** A POST policy for one object of this key and type, with at most `maxBytes` and not empty. */
  signPost: (key: string, { type, maxBytes }: { type: string; maxBytes: number }) =>
    createPresignedPost(s3, {
      Bucket,
      Key: key,
      Expires: SIGNED_SECONDS,
      Fields: { 'Content-Type': type },
      Conditions: [
        ['content-length-range', 1, maxBytes],
        ['starts-with', '$Content-Type', 'video/'],
      ],
    }),

  async create(key: string, type: string): Promise<string> {
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key: key, ContentType: type }),
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
      { expiresIn: SIGNED_SECONDS },
    ),

  /** Undefined when there is no such upload (any more). */
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

  async complete({ key, uploadId }: Upload, parts: StoredPart[]): Promise<void> {
    const MultipartUpload = {
      Parts: parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })),
    };
    await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId, MultipartUpload }),
    );
  },

  /** Gives up the upload and its parts; one that is gone already is fine. */
  async abort({ key, uploadId }: Upload): Promise<void> {
    try {
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId }));
    } catch (error) {
      if (!(error instanceof NoSuchUpload)) throw error;
    }
  },

  /** The size of the stored object; undefined when there is none. */
  async sizeOf(key: string): Promise<number | undefined> {
    try {
      return (await s3.send(new HeadObjectCommand({ Bucket, Key: key }))).ContentLength;
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  },
});
