import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';

const NO_SOURCE = /^(?:node_modules|\..*|.*\.test\.ts)$/;
const SHARED_SOURCES = ['shared/**'];
const PROJECT_FILES = ['package-lock.json', '.secrets.yml'];

/** A hash of everything that goes into a package: the stack's files, shared files, settings and the passphrase. */
export const fingerprintStack = async (
  directory: string,
  settings: Record<string, string>,
): Promise<string> => {
  const root = path.dirname(directory);
  const hash = createHash('sha256').update(
    JSON.stringify([settings, process.env['PAGE_PASSPHRASE']]),
  );
  const patterns = [`${path.basename(directory)}/**`, ...SHARED_SOURCES, ...PROJECT_FILES];
  for (const file of await filesOf(root, patterns)) {
    const content = await readFile(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
};

const filesOf = async (root: string, patterns: string[]) => {
  const files: string[] = [];
  // Secrets are read by name; other hidden files inside the folders do not count.
  const exclude = ({ name }: { name: string }) => NO_SOURCE.test(name) && name !== '.secrets.yml';
  for await (const entry of glob(patterns, { cwd: root, withFileTypes: true, exclude })) {
    if (entry.isFile()) files.push(path.relative(root, path.join(entry.parentPath, entry.name)));
  }
  return files.sort();
};
