import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Writes a `.br` and a `.gz` beside every file of the build, so that no request has to compress. */
export const compressAssets = (): Plugin => ({
  name: 'compress-assets',
  apply: 'build',
  // After writing, because other plugins may change a file until then.
  async writeBundle({ dir = '' }, bundle) {
    await Promise.all(Object.keys(bundle).map((fileName) => compress(path.join(dir, fileName))));
  },
});

const compress = async (file: string) => {
  const content = await readFile(file);
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content));
  await writeFile(`${file}.gz`, await promisify(gzip)(content));
};
