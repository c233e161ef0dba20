import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { keptKey, parseMetadataKey } from '@video-service/shared/keys';

/** A video with results in the bucket, and whether its owner keeps it. */
export type RenderedVideo = { id: string; kept: boolean };

export type RenderedVideos = ReturnType<typeof createRenderedVideos>;

/** Every video that has results in the render bucket, a page at a time. */
export const createRenderedVideos = (Bucket: string, s3: S3Client) => ({
  async *list(): AsyncGenerator<RenderedVideo[]> {
    // Keys are sorted: a kept video's mark comes just before its metadata.json.
    let mark = '';
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
      const videos: RenderedVideo[] = [];
      for (const { Key = '' } of Contents) {
        if (Key.endsWith('/kept.json')) mark = Key;
        const id = parseMetadataKey(Key);
        if (id !== undefined) videos.push({ id, kept: mark === keptKey(id) });
      }
      yield videos;
    }
  },
});
