/** The largest picture that a decoder accepts: an 8K picture of 7680x4320, with a small margin. */
export const MAX_PIXELS = 40_000_000;
export const MAX_SIDE_PIXELS = 8192;

/**
 * How every input is opened. A playlist can read other files and make requests even if only some protocols are allowed,
 * so the formats are listed too: https://ffmpeg.org/ffmpeg-formats.html#Format-Options
 */
export const SAFE_INPUT = [
  '-protocol_whitelist',
  'http,tcp',
  '-format_whitelist',
  'mov,matroska,avi,mpegts,mpeg,flv,ogg,asf,h264,hevc',
  '-max_pixels',
  `${MAX_PIXELS}`,
];
