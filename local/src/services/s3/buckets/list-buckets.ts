import { REGION } from '../../../engine/account.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { writeXml } from '../http/xml.ts';
import { OWNER } from '../objects/list-objects.ts';
import type { Store } from '../store.ts';

const MAX_BUCKETS = 10_000;

/**
 * ListBuckets, all of them unless `max-buckets` limits them:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export const listBuckets = (store: Store, { query }: S3Call): Reply => {
  const { prefix = '', 'continuation-token': token, 'bucket-region': region = REGION } = query;
  const limit = maxBucketsIn(query['max-buckets']);
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
  const rest = region === REGION ? store.buckets.list() : [];
  const fitting = rest.filter(({ name }) => name > after && name.startsWith(prefix));
  const page = fitting.slice(0, limit);
  const last = fitting.length > page.length ? page.at(-1) : undefined;
  const Bucket = page.map(({ name, created }) => ({
    Name: name,
    CreationDate: created.toISOString(),
    BucketRegion: limit === undefined ? undefined : REGION,
  }));
  return {
    body: writeXml('ListAllMyBucketsResult', {
      Owner: OWNER,
      Buckets: { Bucket },
      ContinuationToken: last && Buffer.from(last.name).toString('base64url'),
      Prefix: prefix === '' ? undefined : prefix,
    }),
  };
};

const maxBucketsIn = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const limit = /^\d{1,5}$/u.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_BUCKETS) return limit;
  throw new S3Error(
    'InvalidArgument',
    `Argument max-buckets must be an integer between 1 and ${MAX_BUCKETS}`,
    { ArgumentName: 'max-buckets', ArgumentValue: text },
  );
};
