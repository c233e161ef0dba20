import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** A file in a package, and its expected content. */
export type WeightFile = {
  package: string;
  /** Where the package is resolved from. */
  path: string;
  sha256: string;
};

/** The bytes of the file. Throws unless they are exactly the expected ones. */
export const readWeights = async (file: WeightFile): Promise<Buffer> => {
  const bytes = await readFile(placeOf(file)).catch(cannotBeRead(file));
  expectDigest(file, createHash('sha256').update(bytes).digest('hex'));
  return bytes;
};

/** Throws what `readWeights` would throw, without keeping the file in memory. */
export const checkWeights = async (file: WeightFile): Promise<void> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(placeOf(file)), hash).catch(cannotBeRead(file));
  expectDigest(file, hash.digest('hex'));
};

const placeOf = ({ package: name, path }: WeightFile) => {
  try {
    return new URL(path, import.meta.resolve(name));
  } catch (cause) {
    throw new Error(`The package ${name} is missing`, { cause });
  }
};

const cannotBeRead = (file: WeightFile) => (cause: unknown) => {
  throw new Error(`${file.path} of the package ${file.package} cannot be read`, { cause });
};

const expectDigest = (file: WeightFile, digest: string) => {
  if (digest !== file.sha256)
    throw new Error(`${file.path} of the package ${file.package} is damaged or another version`);
};
