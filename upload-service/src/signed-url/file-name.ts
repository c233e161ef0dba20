const MAX_NAME_BYTES = 255;

// Slashes would create folders. Invisible characters are removed: control characters, and those that reverse the text
// direction, so that "gpm.exe" reads as "exe.mpg". https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
const SLASHES = /[/\\]/gu;
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u061c\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A file's name in the bank: the original, in any script, without forbidden characters, and shortened to 255 bytes with
 * its extension kept. Empty if nothing is left.
 */
export const cleanFileName = (name: string, extension: string): string => {
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(SLASHES, '_')
    .replaceAll(UNSEEN, '');
  const end = `.${extension}`;
  const isNamed = clean.toLowerCase().endsWith(end.toLowerCase());
  const stem = (isNamed ? clean.slice(0, -end.length) : clean).trim();
  if (!isNamed && /^\.*$/u.test(stem)) return '';
  return (
    shorten(stem, MAX_NAME_BYTES - Buffer.byteLength(end)) +
    (isNamed ? clean.slice(-end.length) : end)
  );
};

// By what people see as one character: an emoji of a family is several code points.
const shorten = (text: string, maxBytes: number) => {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  let kept = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > maxBytes) break;
    kept += segment;
  }
  return kept;
};
