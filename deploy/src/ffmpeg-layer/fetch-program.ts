import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Program } from './ffmpeg-release.ts';

/**
 * The unpacked program. It is downloaded only if the cache does not match its hash, and unpacked only if the hash is
 * right.
 */
export const fetchProgram = async (program: Program, cache: string): Promise<string> => {
  const archive = path.join(cache, `${program.sha256}.gz`);
  const unpacked = path.join(cache, program.sha256);
  if (existsSync(unpacked) && (await hashOf(archive)) === program.sha256) return unpacked;
  await mkdir(cache, { recursive: true });
  await download(program.url, archive);
  await check(archive, program);
  const partial = `${unpacked}.partial`;
  await pipeline(createReadStream(archive), createGunzip(), createWriteStream(partial));
  await rename(partial, unpacked);
  return unpacked;
};

const check = async (archive: string, { url, sha256 }: Program) => {
  const hash = await hashOf(archive);
  if (hash === sha256) return;
  await rm(archive);
  throw new Error(`${url} has the wrong checksum: its SHA-256 is ${hash} instead of ${sha256}.`);
};

const download = async (url: string, file: string) => {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error(`${url} cannot be reached. Check your connection.`, { cause });
  });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}.`);
  const partial = `${file}.partial`;
  await pipeline(Readable.fromWeb(response.body), createWriteStream(partial));
  await rename(partial, file);
};

const hashOf = async (file: string): Promise<string | undefined> => {
  if (!existsSync(file)) return undefined;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};
