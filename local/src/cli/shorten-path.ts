import path from 'node:path';

/** The path as you would type it from here. */
export const shortenPath = (file: string): string => {
  const relative = path.relative('', file);
  return relative === '' || relative.startsWith('..') ? file : relative;
};
