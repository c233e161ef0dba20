import { type MediaErrorCode, invalid } from '../media-errors.ts';
import type { RangeSource } from '../source/range-source.ts';
import { ProgramFailed } from '../ffmpeg/run-program.ts';

const HEAD_BYTES = 64;
const PLAYLIST_HEAD = /^(?:\uFEFF)?\s*(?:#EXTM3U|ffconcat version|<\?xml|<MPD|\[playlist\])/u;
const SOUND = /^(?:mp3|wav|flac|aac|ac3|eac3|aiff|amr|caf|w64|dts|ape|wv)$/u;
const IMAGE = /_pipe$|^(?:gif|apng|image2|ico)$/u;
const PLAYLIST = /^(?:hls|concat|dash|imf|sdp|rtsp)$/u;

/** Throws the error of a file that ffprobe rejected; anything but ProgramFailed is rethrown. */
export const probeError = async (error: unknown, source: RangeSource) => {
  if (!(error instanceof ProgramFailed)) throw error;
  const code = error.exceeded ? EXCEEDED[error.exceeded] : await errorCode(error.stderr, source);
  return invalid('probe', code, { cause: error });
};

const EXCEEDED = { time: 'TOO_SLOW', memory: 'TOO_MUCH_MEMORY' } as const;

const errorCode = async (stderr: string, source: RangeSource): Promise<MediaErrorCode> => {
  const [, format = ''] = /\[(\w+) @ \w+\] Format not on whitelist/u.exec(stderr) ?? [];
  if (PLAYLIST.test(format)) return 'PLAYLIST';
  if (SOUND.test(format)) return 'NO_VIDEO_STREAM';
  if (IMAGE.test(format)) return 'STILL_IMAGE';
  if (stderr.includes('exceeds specified max pixel count')) return 'PICTURE_TOO_LARGE';
  if (stderr.includes('moov atom not found')) return 'INCOMPLETE_FILE';
  // Newer builds do not even recognise a playlist without a playlist's name.
  const head = await source.readRange(0, Math.min(HEAD_BYTES, source.size) - 1);
  return PLAYLIST_HEAD.test(new TextDecoder().decode(head)) ? 'PLAYLIST' : 'NOT_A_VIDEO';
};
