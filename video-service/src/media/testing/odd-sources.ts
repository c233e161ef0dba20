import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { drawNumberedClip, H264, type NumberedClip, scramble } from './numbered-clip.ts';

/** Clips whose frames carry their number. */
export type Sources = {
  /** Three seconds with a key frame every fifteen frames, as a file and as bytes. */
  file: string;
  mp4: Buffer;
  /** The same, with only key frames. */
  keys: Buffer;
  /** Seconds of transport streams: frames 0 to 29 from 0 s on, and 30 to 59 from another time on. */
  first: Buffer;
  later: Buffer;
  mpeg2: Buffer;
  hevc: Buffer;
  /** Three seconds with two key frames, at 0 and 2 s. */
  rareKeys: Buffer;
};

/** Draws the clips; nothing in them is stationary. */
export const drawSources = async (directory: string): Promise<Sources> => {
  const draw = (name: string, { show = (frame) => frame, ...clip }: NumberedClip) =>
    drawNumberedClip(path.join(directory, name), {
      ...clip,
      show: (frame) => scramble(show(frame)),
    });
  const second = async (name: string, offset: number, coding: string[]) => {
    const show = (frame: number) => (name === 'first' ? frame : frame + 30);
    const stream = [...coding, '-f', 'mpegts', '-output_ts_offset', `${offset}`];
    return readFile(await draw(`${name}.ts`, { frames: 30, show, coding: stream }));
  };
  const file = await draw('plain.mp4', { frames: 90 });
  return {
    file,
    mp4: await readFile(file),
    keys: await readFile(await draw('keys.mp4', { frames: 90, coding: [...IN_ORDER, '-g', '1'] })),
    first: await second('first', 0, IN_ORDER),
    later: await second('later', 5, IN_ORDER),
    mpeg2: await second('mpeg2', 1, ['-c:v', 'mpeg2video', '-q:v', '3', '-g', '15']),
    hevc: await second('hevc', 1, HEVC),
    rareKeys: await readFile(
      await draw('rare.ts', { frames: 90, coding: [...IN_ORDER, '-g', '60'] }),
    ),
  };
};

const IN_ORDER = [...H264, '-bf', '0'];
const HEVC = [
  ...['-pix_fmt', 'yuv420p', '-c:v', 'libx265', '-preset', 'ultrafast'],
  ...['-x265-params', 'log-level=none:keyint=15'],
];

/** The recording of a receiver switched on between two key frames. */
export const withoutBeginning = ({ rareKeys }: Sources): Buffer => {
  const PACKET_BYTES = 188;
  return rareKeys.subarray(PACKET_BYTES * Math.floor(rareKeys.length / PACKET_BYTES / 3));
};
