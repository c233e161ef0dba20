import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

const MODE_SHIFT = 16;
const PERMISSIONS = 0o777;

/** Unpacks a zip, with file permissions, into a new directory, completely or not at all. */
export const unpack = async (zip: string, directory: string): Promise<void> => {
  const partial = `${directory}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const archive = await openPromise(zip);
  // yauzl rejects names that lead out of the directory.
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const file = path.join(partial, entry.fileName);
    await mkdir(path.dirname(file), { recursive: true });
    const mode = (entry.externalFileAttributes >>> MODE_SHIFT) & PERMISSIONS;
    await pipeline(
      await archive.openReadStreamPromise(entry),
      createWriteStream(file, mode ? { mode } : {}),
    );
  }
  await rename(partial, directory);
};
