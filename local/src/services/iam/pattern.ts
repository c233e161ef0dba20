/** Whether a text matches a pattern with `*` for anything and `?` for one character. */
export const matches = (pattern: string, text: string): boolean => {
  // Most patterns are plain, and each request is compared with many.
  if (!/[*?]/u.test(pattern)) return pattern === text;
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(text);
};
