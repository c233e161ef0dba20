import { type Container, drawMinutes, measureFile } from '../length.ts';
import { formatRow } from '../report/outcome.ts';

// What an hour of it takes is two gigabytes.
const HEAVY: Container = {
  name: 'MP4 at 4.7 Mbit/s',
  extension: 'heavy.mp4',
  coding: ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '4.7M', '-minrate', '4.7M'].concat([
    ...['-maxrate', '4.7M', '-bufsize', '4.7M', '-x264-params', 'nal-hrd=cbr', '-g', '60'],
  ]),
  options: [],
};
const MINUTES = [6];
const LARGE_MINUTES = [...MINUTES, 61];
const MAX_SHARE = 0.1;

/** Which share of a large file is read for its previews and captures. True when it is less than a tenth. */
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
