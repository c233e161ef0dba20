import path from 'node:path/posix';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl, S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { LINK_SECONDS } from '@video-service/shared/lifetimes';
import { formatOfName } from '@video-service/shared/video-formats';
import * as v from 'valibot';

const client = new S3Client();

export type Links = ReturnType<typeof createLinks>;

/** Short-lived links to the objects of a private bucket. */
export const createLinks = (Bucket: string, s3 = client) => ({
  to: signerOf(Bucket, s3),

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
      { expiresIn: LINK_SECONDS.view },
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
      { expiresIn: LINK_SECONDS.view },
    ),
});

/**
 * Signs what the SDK would sign, in a fifth of the time: a list of videos has hundreds of links. Where the bucket is,
 * is asked of the SDK once.
 */
const signerOf = (Bucket: string, s3: S3Client) => {
  const presigner = new S3RequestPresigner({ ...s3.config });
  let base: Promise<URL> | undefined;
  const findBase = async () => {
    const command = new GetObjectCommand({ Bucket, Key: ANY });
    const { origin, pathname } = new URL(await getSignedUrl(s3, command));
    return new URL(pathname.slice(0, -ANY.length), origin);
  };
  return async (key: string): Promise<string> => {
    const { protocol, hostname, port, host, pathname } = await (base ??= findBase());
    const path = pathname + key.split('/').map(encodeRfc3986).join('/');
    const { query } = await presigner.presign(
      {
        method: 'GET',
        ...{ protocol, hostname, path, headers: { host }, query: { 'x-id': 'GetObject' } },
        ...(port !== '' && { port: Number(port) }),
      },
      { expiresIn: LINK_SECONDS.view },
    );
    return `${protocol}//${host}${path}?${new URLSearchParams(v.parse(Query, query)).toString()}`;
  };
};

const ANY = 'any';
const Query = v.record(v.string(), v.string());

// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const encodeRfc3986 = (text: string) => encodeURIComponent(text).replaceAll(/[!'()*]/gu, percent);

// https://www.rfc-editor.org/rfc/rfc8187#section-3.2.1
const encodeRfc5987 = (text: string) => encodeURIComponent(text).replaceAll(/['()*]/gu, percent);

const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
