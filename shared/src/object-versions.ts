import {
  type DeleteMarkerEntry,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  type S3Client,
} from '@aws-sdk/client-s3';

/** One version of an object, or one delete marker, which has no content. */
type Version = { key: string; versionId: string; etag?: string };

/**
 * Deletes every version and delete marker of all objects whose key starts with the prefix. In a bucket without
 * versioning, each object has one version, called `null`.
 */
export const deleteVersionsUnder = async (s3: S3Client, Bucket: string, prefix: string) => {
  for await (const versions of versionsUnder(s3, Bucket, prefix))
    await deleteAll(s3, Bucket, versions);
};

/**
 * Deletes the versions of one key that have this content, or all if no eTag is given, and the delete markers when no
 * other version is left.
 */
export const deleteVersionsOf = async (
  s3: S3Client,
  Bucket: string,
  { key, etag }: { key: string; etag?: string | undefined },
): Promise<void> => {
  const versions: Version[] = [];
  for await (const page of versionsUnder(s3, Bucket, key)) {
    versions.push(...page.filter((version) => version.key === key));
    // The key itself comes before all that start with it.
    if (page.some((version) => version.key !== key)) break;
  }
  const isMarker = (version: Version) => version.etag === undefined;
  const isMeant = (version: Version) => etag === undefined || version.etag === etag;
  const contents = versions.filter((version) => !isMarker(version));
  await deleteAll(s3, Bucket, contents.filter(isMeant));
  if (contents.every(isMeant)) await deleteAll(s3, Bucket, versions.filter(isMarker));
};

// The SDK has no paginator for versions.
async function* versionsUnder(s3: S3Client, Bucket: string, Prefix: string) {
  let position: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (position) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix, ...position }),
    );
    yield [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(versionOf);
    position = page.IsTruncated
      ? {
          ...(page.NextKeyMarker !== undefined && { KeyMarker: page.NextKeyMarker }),
          ...(page.NextVersionIdMarker !== undefined && {
            VersionIdMarker: page.NextVersionIdMarker,
          }),
        }
      : undefined;
  }
}

const versionOf = ({ Key, VersionId, ...rest }: ObjectVersion | DeleteMarkerEntry): Version[] => {
  if (Key === undefined || VersionId === undefined) return [];
  const etag = 'ETag' in rest ? rest.ETag : undefined;
  return [{ key: Key, versionId: VersionId, ...(etag !== undefined && { etag }) }];
};

// One by one, so that a role can be limited to some keys. Deletions are free, and a video has few objects.
const deleteAll = async (s3: S3Client, Bucket: string, versions: Version[]): Promise<void> => {
  await Promise.all(
    versions.map(({ key, versionId }) =>
      s3.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId: versionId })),
    ),
  );
};
