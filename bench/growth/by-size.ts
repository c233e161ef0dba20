import { type Container, drawMinutes, measureFile } from '../length.ts';
import { formatRow } from '../report/outcome.ts';

// Of such quality that a minute of it has 90 megabytes.
const HEAVY: Container = {
  name: 'MP4, heavy',
  extension: 'heavy.mp4',
  coding: ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '17', '-g', '60'],
  options: [],
};
const MINUTES = [3];
const LARGE_MINUTES = [...MINUTES, 24];
const MAX_SHARE = 0.1;

/** The share of a large file that is read for its previews and captures. True if it is less than a tenth. */
export const growBySize = async (ffmpeg: string, isLarge: boolean): Promise<boolean> => {
  console.log('size of the file, bytes read by the function that reads more');
  const rows: boolean[] = [];
  for (const minutes of isLarge ? LARGE_MINUTES : MINUTES) {
    const { share, megabytes } = await measureFile(await drawMinutes(ffmpeg, HEAVY, minutes));
    const isMet = share < MAX_SHARE;
    const cells = [`${(share * megabytes).toFixed(0)} MB`, `${(100 * share).toFixed(1)} %`];
    const goal = { text: `${100 * MAX_SHARE} %`, isMet };
    console.log(formatRow(`  ${megabytes.toFixed(0)} MB`, cells, goal));
    rows.push(isMet);
  }
  return rows.every(Boolean);
};
