import path from 'node:path/posix';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { formatOfName } from '@video-service/shared/video-formats';

const LINK_SECONDS = 3600;

const client = new S3Client();

export type Links = ReturnType<typeof createLinks>;

/** Short-lived links to the objects of a private bucket. */
export const createLinks = (Bucket: string, s3 = client) => ({
  to: (key: string) =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: key }), { expiresIn: LINK_SECONDS }),

  /**
   * A link to a video. Whatever type it was uploaded with, it is served as a video, and saved under its own name with a
   * video's extension.
   */
  video: (key: string) => {
    const name = path.basename(key);
    const format = formatOfName(name);
    const file = format ? name : `${name}.mp4`;
    return getSignedUrl(
      s3,
      new GetObjectCommand({
        Bucket,
        Key: key,
        ResponseContentType: format?.types[0] ?? 'video/mp4',
        ResponseContentDisposition: `inline; filename*=UTF-8''${encodeRfc5987(file)}`,
      }),
      { expiresIn: LINK_SECONDS },
    );
  },

  /** A link that downloads the object under this name instead of showing it. */
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

// https://www.rfc-editor.org/rfc/rfc8187#section-3.2.1
const encodeRfc5987 = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /['()*]/gu,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
