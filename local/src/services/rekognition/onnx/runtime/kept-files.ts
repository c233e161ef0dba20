import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where processes leave what the next one can use; it may be deleted at any time. */
export const KEPT_FOLDER = path.resolve(
  import.meta.dirname,
  '../../../../../../node_modules/.cache/labels',
);
const DIGEST_BYTES = 32;

/** Results that take long to compute and are the same in each process, in files that a digest protects. */
export const keptFiles = (folder = KEPT_FOLDER) => ({
  /** What was kept under the name; undefined if it is missing or damaged. */
  read: async (name: string): Promise<Buffer | undefined> => {
    const file = await readFile(path.join(folder, name)).catch(() => undefined);
    const bytes = file?.subarray(DIGEST_BYTES);
    return file && bytes && digestOf(bytes).equals(file.subarray(0, DIGEST_BYTES))
      ? bytes
      : undefined;
  },

  /** Fails if nothing can be written. */
  keep: async (name: string, bytes: Uint8Array): Promise<void> => {
    await mkdir(folder, { recursive: true });
    const part = path.join(folder, `${name}.${randomUUID()}`);
    await writeFile(part, [digestOf(bytes), bytes]);
    await rename(part, path.join(folder, name));
  },
});

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
