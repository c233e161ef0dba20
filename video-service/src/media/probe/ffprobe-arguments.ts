import { SAFE_INPUT } from '../ffmpeg/input-options.ts';
import { PROBE_ENTRIES } from './probe-output.ts';

const QUIET = ['-hide_banner', '-v', 'error'];

// A capital V excludes cover art.
const VIDEO = ['-select_streams', 'V'];

/** The file's video tracks, as JSON. */
export const probeArguments = (url: string): string[] => [
  ...[...QUIET, ...SAFE_INPUT, ...VIDEO],
  ...['-show_entries', PROBE_ENTRIES, '-of', 'json', url],
];

/** The track and time of packets, one per line, in the intervals; of all packets without intervals. */
export const packetArguments = (url: string, intervals?: string): string[] => [
  ...[...QUIET, ...SAFE_INPUT],
  ...(intervals === undefined ? [] : ['-read_intervals', intervals]),
  ...[
    '-show_entries',
    'packet=stream_index,pts_time,dts_time,duration_time,flags',
    '-of',
    'compact',
    url,
  ],
];
