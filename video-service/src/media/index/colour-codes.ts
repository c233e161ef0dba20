import type { ColourTags } from '../appearance.ts';

/** The colours with these code points, as far as they matter here: https://www.itu.int/rec/T-REC-H.273 */
export const coloursFrom = (primaries: number, transfer: number, matrix: number): ColourTags => ({
  ...named('primaries', PRIMARIES[primaries]),
  ...named('transfer', TRANSFERS[transfer]),
  ...named('matrix', MATRICES[matrix]),
});

const named = (name: keyof ColourTags, value: string | undefined): ColourTags =>
  value === undefined ? {} : { [name]: value };

// With FFmpeg's names.
const PRIMARIES: Partial<Record<number, string>> = { 1: 'bt709', 9: 'bt2020' };
const TRANSFERS: Partial<Record<number, string>> = { 16: 'smpte2084', 18: 'arib-std-b67' };
const MATRICES: Partial<Record<number, string>> = {
  0: 'gbr',
  1: 'bt709',
  4: 'fcc',
  5: 'bt470bg',
  6: 'smpte170m',
  7: 'smpte240m',
  9: 'bt2020nc',
  10: 'bt2020c',
};
