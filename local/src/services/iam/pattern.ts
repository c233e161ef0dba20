/** Whether a text matches a pattern with `*` for anything and `?` for one character. */
export const matches = (pattern: string, text: string): boolean => {
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(text);
};
