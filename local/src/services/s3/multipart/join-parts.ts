import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { type Checksum, compositeOf } from '../body/checksum.ts';
import { createDigester } from '../body/digests.ts';
import type { PartRow, UploadRow } from '../index/rows.ts';
import type { ObjectFiles } from '../storage/object-files.ts';

/** Writes parts one after the other into a new incoming file, and computes S3's checksums. */
export const joinParts = async (files: ObjectFiles, { checksum }: UploadRow, parts: PartRow[]) => {
  const algorithm = checksum?.type === 'FULL_OBJECT' ? checksum.algorithm : undefined;
  const digester = createDigester({ algorithm });
  const temp = await files.receive(digester.through(concatenate(files, parts)));
  const digests = await digester.digests();
  return {
    temp,
    size: digests.size,
    etag: etagOf(parts),
    checksum:
      checksum &&
      ({
        ...checksum,
        value:
          digests.checksum ??
          (await compositeOf(
            checksum.algorithm,
            parts.map((part) => part.checksum ?? ''),
          )),
      } satisfies Checksum),
  };
};

async function* concatenate(files: ObjectFiles, parts: PartRow[]): AsyncGenerator<Buffer> {
  for (const { temp } of parts) {
    // Without an encoding set, the stream yields buffers.
    yield* fs.createReadStream(files.tempPath(temp)) as AsyncIterable<Buffer>;
  }
}

const etagOf = (parts: PartRow[]) => {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(etag, 'hex');
  return `${md5.digest('hex')}-${parts.length}`;
};
