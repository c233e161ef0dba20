import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import type { Template } from '../cloudformation/template.ts';
import { unpack } from '@video-service/deploy/packaging/unpack';
import type { ObjectFile } from './read-template.ts';

/** The unpacked directory of each zip, by the zip's key in the deployment bucket. */
export type Code = Record<string, string>;

export type CodeOptions = {
  /** Where zips are unpacked, each in a directory named by its content. */
  home: string;
  /** What was already unpacked; its zips may be gone, because AWS keeps its own copies too. */
  known: Code;
  objectFile: ObjectFile;
  /** The value of `Ref` for a bucket of the stack itself. */
  refOf: (logicalId: string) => string;
};

const InBucket = v.object({
  S3Bucket: v.union([v.string(), v.strictObject({ Ref: v.string() })]),
  S3Key: v.string(),
});
const WithCode = v.union([
  v.pipe(
    v.object({ Code: InBucket }),
    v.transform(({ Code }) => Code),
  ),
  v.pipe(
    v.object({ Content: InBucket }),
    v.transform(({ Content }) => Content),
  ),
]);

/** The code of a template's functions and layers; throws for missing objects. */
export const fetchCode = async (template: Template, options: CodeOptions): Promise<Code> => {
  const { home, known, objectFile, refOf } = options;
  const code: Code = {};
  for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources)) {
    const place = v.safeParse(WithCode, Properties);
    if (!place.success) continue;
    const { S3Bucket, S3Key } = place.output;
    if (code[S3Key] !== undefined) continue;
    const bucket = typeof S3Bucket === 'string' ? S3Bucket : refOf(S3Bucket.Ref);
    const zip = objectFile(bucket, S3Key);
    const directory = zip === undefined ? known[S3Key] : await unpackOnce(zip, home);
    if (directory === undefined) {
      throw new Error(`${logicalId} (${Type}): S3 has no object ${S3Key} in ${bucket}`);
    }
    code[S3Key] = directory;
  }
  return code;
};

/** Removes code that no stack uses; nothing may be running. */
export const removeUnused = async (home: string, used: Code[]): Promise<void> => {
  if (!existsSync(home)) return;
  const kept = new Set(used.flatMap((code) => Object.values(code)));
  for (const name of await readdir(home)) {
    const directory = path.join(home, name);
    if (!kept.has(directory)) await rm(directory, { recursive: true });
  }
};

// Unchanged code keeps its directory, and functions keep their warm processes.
const unpackOnce = async (zip: string, home: string) => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(zip), hash);
  const directory = path.join(home, hash.digest('hex'));
  if (!existsSync(directory)) await unpack(zip, directory);
  return directory;
};
