import { SAFE_INPUT } from '../ffmpeg/input-options.ts';
import { PROBE_ENTRIES } from './probe-output.ts';

const QUIET = ['-hide_banner', '-v', 'error'];

// A capital V leaves cover art out.
const VIDEO = ['-select_streams', 'V'];

/** What the file says about its video tracks, as JSON. */
export const probeArguments = (url: string): string[] => [
  ...[...QUIET, ...SAFE_INPUT, ...VIDEO],
  ...['-show_entries', PROBE_ENTRIES, '-of', 'json', url],
];

/** The track and time of packets, one a line, in the intervals; of all packets if there are none. */
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
