/** What a decoder takes before it is refused: an 8K picture of 7680x4320 and not much more. */
export const MAX_PIXELS = 40_000_000;
export const MAX_SIDE_PIXELS = 8192;

/**
 * How every input is opened. A playlist reads other files and makes requests even where only some protocols
 * are allowed, so the formats are listed too: https://ffmpeg.org/ffmpeg-formats.html#Format-Options
 */
export const SAFE_INPUT = [
  '-protocol_whitelist',
  'http,tcp',
  '-format_whitelist',
  'mov,matroska,avi,mpegts,mpeg,flv,ogg,asf,h264,hevc',
  '-max_pixels',
  `${MAX_PIXELS}`,
];
