import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { lookup } from 'mrmime';

const ENCODINGS = { br: '.br', gzip: '.gz' } as const;

export type Encoding = keyof typeof ENCODINGS | 'identity';

/** A file of the built page, and the compressed versions from the build. */
export type Asset = { type: string; bodies: Partial<Record<Encoding, Buffer>> };

/** Every file of the built page by path, such as `/assets/index-x1y2z3.js`. */
export const loadAssets = async (dir: string): Promise<Map<string, Asset>> => {
  const files = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => path.join(file.parentPath, file.name));
  const plain = paths.filter((file) => !/\.(br|gz)$/u.test(file));
  const assets = plain.map(async (file) => {
    const name = `/${path.relative(dir, file).split(path.sep).join('/')}`;
    return [name, await loadAsset(file, paths)] as const;
  });
  return new Map(await Promise.all(assets));
};

const loadAsset = async (file: string, paths: string[]): Promise<Asset> => {
  const asset: Asset = {
    type: lookup(file) ?? 'application/octet-stream',
    bodies: { identity: await readFile(file) },
  };
  for (const encoding of ['br', 'gzip'] as const) {
    const compressed = file + ENCODINGS[encoding];
    if (paths.includes(compressed)) asset.bodies[encoding] = await readFile(compressed);
  }
  return asset;
};
