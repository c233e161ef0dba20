import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** A file that a package ships, and what it is to contain. */
export type WeightFile = {
  package: string;
  /** From where the package resolves to. */
  path: string;
  sha256: string;
};

/** The bytes of the file. Throws unless they are the very ones that were chosen. */
export const readWeights = async (file: WeightFile): Promise<Buffer> => {
  const place = placeOf(file);
  const bytes = await readFile(place).catch((cause: unknown) => {
    throw new Error(`${file.path} of the package ${file.package} cannot be read`, { cause });
  });
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256)
    throw new Error(`${file.path} of the package ${file.package} is damaged or another version`);
  return bytes;
};

const placeOf = ({ package: name, path }: WeightFile) => {
  try {
    return new URL(path, import.meta.resolve(name));
  } catch (cause) {
    throw new Error(`The package ${name} is missing`, { cause });
  }
};
