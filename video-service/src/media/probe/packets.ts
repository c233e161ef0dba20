import { ffprobeFile } from '../ffmpeg/programs.ts';
import { runProgram } from '../ffmpeg/run-program.ts';
import { packetArguments } from './ffprobe-arguments.ts';

/**
 * A packet of the file: its start and end in the file's own time, NaN if the container does not know, and whether these
 * are display times rather than decoding times.
 */
export type Packet = { stream: number; begin: number; end: number; isShownThen: boolean };

/**
 * The packets in the intervals, in the syntax of `ffprobe -read_intervals`, or all; without those that are decoded but
 * not shown because an edit list excludes them.
 */
export const readPackets = async (
  url: string,
  { intervals, deadline }: { intervals?: string; deadline: number },
): Promise<Packet[]> => {
  const program = { file: ffprobeFile(), args: packetArguments(url, intervals) };
  const printed = await runProgram(program, { deadline });
  return [...printed.toString('latin1').matchAll(LINE)].map(([, stream, pts, dts, duration]) => {
    // AVI only stores the decoding order of H.264.
    const [shown, decoded] = [Number.parseFloat(pts ?? ''), Number.parseFloat(dts ?? '')];
    const isShownThen = !Number.isNaN(shown);
    const begin = isShownThen ? shown : decoded;
    const end = begin + (Number.parseFloat(duration ?? '') || 0);
    return { stream: Number(stream), begin, end, isShownThen };
  });
};

const LINE =
  /^packet\|stream_index=(\d+)\|pts_time=([^|\n]*)\|dts_time=([^|\n]*)\|duration_time=([^|\n]*)\|flags=[^D\n]*$/gmu;
