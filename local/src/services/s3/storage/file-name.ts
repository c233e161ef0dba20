import { randomUUID } from 'node:crypto';
import path from 'node:path/posix';

const MAX_NAME_BYTES = 180;
const MAX_EXTENSION_BYTES = 40;
const VARIANTS = 8;
const OVERFLOW = '%overflow';

/**
 * Relative file names for a key, best first: its own path, then `name~2.ext` and so on, and finally a unique one. None
 * of them can leave the folder it is joined to.
 */
export function* fileNamesFor(key: string): Generator<string> {
  const preferred = key.split('/').map(safeSegment).join('/');
  const { dir, name, ext } = path.parse(preferred);
  yield preferred;
  for (let n = 2; n <= VARIANTS; n += 1) yield path.join(dir, `${name}~${n}${ext}`);
  yield path.join(OVERFLOW, `${randomUUID()}${ext}`);
}

// A single "%" stands for an empty segment (a//b, a folder's trailing slash): no encoded text looks like it.
const safeSegment = (segment: string): string => {
  if (segment === '') return '%';
  const { name, ext } = path.parse(segment.replace(UNSAFE, percentEncode));
  return truncate(name, MAX_NAME_BYTES) + truncate(ext, MAX_EXTENSION_BYTES);
};

// What some file system refuses or reads as something else: Windows' list, control characters, a dot or
// space at the end; a percent sign, to tell it from an encoded character.
// eslint-disable-next-line no-control-regex -- control characters are the point
const UNSAFE = /[\0-\x1f\x7f%"*:<>?\\|]|[ .]$/gu;

const percentEncode = (char: string) =>
  `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

const truncate = (text: string, maxBytes: number): string => {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  // A split character decodes to U+FFFD.
  return bytes
    .subarray(0, maxBytes)
    .toString()
    .replace(/\uFFFD+$/u, '');
};
