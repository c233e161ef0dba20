import { SAFE_INPUT } from '../ffmpeg/input-options.ts';
import { PROBE_ENTRIES } from './probe-output.ts';

// A capital V leaves cover art out.
const FIRST_VIDEO = ['-select_streams', 'V:0'];
const QUIET = ['-hide_banner', '-v', 'error'];

/** What the file says about its first video track, as JSON. */
export const probeArguments = (url: string): string[] => [
  ...[...QUIET, ...SAFE_INPUT, ...FIRST_VIDEO],
  ...['-show_entries', PROBE_ENTRIES, '-of', 'json', url],
];

/** The time of every packet in the first `max` seconds, one a line; of all if that is Infinity. */
export const packetTimesArguments = (url: string, max: number): string[] => [
  ...[...QUIET, ...SAFE_INPUT, ...FIRST_VIDEO],
  ...(Number.isFinite(max) ? ['-read_intervals', `%+${max}`] : []),
  ...['-show_entries', 'packet=pts_time', '-of', 'csv=p=0', url],
];
