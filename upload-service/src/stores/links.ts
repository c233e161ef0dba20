import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const LINK_SECONDS = 3600;

const client = new S3Client();

export type Links = ReturnType<typeof createLinks>;

/** Short-lived links to the objects of a private bucket. */
export const createLinks = (Bucket: string, s3 = client) => ({
  to: (key: string) =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: key }), { expiresIn: LINK_SECONDS }),

  /** A link that saves under this name instead of showing. */
  download: (key: string, name: string) =>
    getSignedUrl(
      s3,
      new GetObjectCommand({
        Bucket,
        Key: key,
        ResponseContentDisposition: `attachment; filename="${name}"`,
      }),
      { expiresIn: LINK_SECONDS },
    ),
});
