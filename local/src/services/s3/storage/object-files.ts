import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileNamesFor } from './file-name.ts';

const WRITE_BUFFER_BYTES = 1024 * 1024;
const FLAGS = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW;

/** Where an object's bytes are: a bucket's folder and a path in it. */
export type Place = { bucket: string; file: string };

export type ObjectFiles = ReturnType<typeof createObjectFiles>;

/**
 * The bytes of objects: incoming ones under random names in one folder, visible ones in a readable tree. A bucket's
 * name cannot begin with a dot, so the two never collide.
 */
export const createObjectFiles = (directory: string) => {
  fs.mkdirSync(path.join(directory, '.incoming'), { recursive: true });
  const root = fs.realpathSync(directory);
  const incoming = path.join(root, '.incoming');
  const tempPath = (temp: string) => path.join(incoming, temp);
  const placePath = ({ bucket, file }: Place) => path.join(root, bucket, file);

  return {
    root,
    incoming,
    tempPath,
    placePath,

    /** Streams bytes into a new incoming file, synced to disk; a failed stream leaves nothing. */
    async receive(bytes: AsyncIterable<Uint8Array>): Promise<string> {
      const temp = randomUUID();
      // Opened at once: if the stream did it, a file could appear after it was discarded.
      const fd = fs.openSync(tempPath(temp), 'wx');
      const options = { fd, flush: true, highWaterMark: WRITE_BUFFER_BYTES };
      try {
        await pipeline(bytes, fs.createWriteStream('', options));
        return temp;
      } catch (error) {
        this.discard([temp]);
        throw error;
      }
    },

    discard(temps: string[]) {
      for (const temp of temps) fs.rmSync(tempPath(temp), { force: true });
    },

    /** An unused path for a new object; synchronous, so that nothing can take it meanwhile. */
    choose(bucket: string, key: string): string {
      for (const file of fileNamesFor(key))
        if (isFree(root, placePath({ bucket, file }))) return file;
      throw new Error(`No file name is free for ${bucket}/${key}`);
    },

    /** Moves an incoming file to its place, over the object's previous bytes, which open readers keep. */
    settle(temp: string, place: Place) {
      fs.mkdirSync(path.dirname(placePath(place)), { recursive: true });
      fs.renameSync(tempPath(temp), placePath(place));
    },

    /** Deletes an object's file and the folders that become empty. */
    remove(place: Place) {
      fs.rmSync(placePath(place), { force: true });
      removeEmptyFolders(path.dirname(placePath(place)), path.join(root, place.bucket));
    },

    removeBucket(bucket: string) {
      removeEmptyFolders(path.join(root, bucket), root);
    },

    /** Opens an object's file; its content stays the same for this reader if the object is replaced. */
    open: (place: Place): number => fs.openSync(placePath(place), FLAGS),
  };
};

// A path through a file is not free either, nor one through a link, which could lead anywhere.
const isFree = (root: string, file: string): boolean => {
  try {
    const hasFolder = makeFolder(root, path.dirname(file));
    return hasFolder && !fs.lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    // fs throws nothing but file system errors.
    if (UNUSABLE.has((error as NodeJS.ErrnoException).code)) return false;
    throw error;
  }
};

const UNUSABLE = new Set<unknown>(['ENAMETOOLONG', 'EINVAL', 'EILSEQ']);

const makeFolder = (root: string, folder: string): boolean => {
  if (folder === root) return true;
  if (!makeFolder(root, path.dirname(folder))) return false;
  const existing = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (!existing) fs.mkdirSync(folder);
  return existing?.isDirectory() ?? true;
};

const removeEmptyFolders = (folder: string, upTo: string) => {
  if (folder === upTo) return;
  try {
    fs.rmdirSync(folder);
  } catch {
    return; // Not empty, or already gone.
  }
  removeEmptyFolders(path.dirname(folder), upTo);
};
