/** A container that the bank accepts. The first type is the registered one, under which its files are stored. */
export type VideoFormat = {
  name: string;
  extensions: readonly string[];
  types: readonly [string, ...string[]];
};

/**
 * Every container that the bank accepts, through every door. The other types are the names that browsers and desktops
 * use. Ambiguous ones, such as Linux's text/vnd.trolltech.linguist for .ts, are left out because the file name is
 * enough. https://www.iana.org/assignments/media-types#video
 */
export const VIDEO_FORMATS: readonly VideoFormat[] = [
  {
    name: 'MP4',
    extensions: ['mp4', 'm4v', 'mp4v', 'f4v'],
    types: ['video/mp4', 'video/x-m4v', 'video/x-f4v', 'application/mp4'],
  },
  {
    name: 'MOV',
    extensions: ['mov', 'qt'],
    types: ['video/quicktime', 'video/mov', 'video/x-quicktime'],
  },
  {
    name: '3GP',
    extensions: ['3gp', '3gpp'],
    types: ['video/3gpp', 'video/3gp'],
  },
  { name: '3G2', extensions: ['3g2', '3gp2'], types: ['video/3gpp2', 'video/3g2'] },
  { name: 'WebM', extensions: ['webm'], types: ['video/webm'] },
  {
    name: 'MKV',
    extensions: ['mkv', 'mk3d'],
    types: [
      'video/matroska',
      'video/x-matroska',
      'video/matroska-3d',
      'video/x-matroska-3d',
      'application/x-matroska',
    ],
  },
  {
    name: 'AVI',
    extensions: ['avi', 'divx'],
    types: [
      'video/vnd.avi',
      'video/x-msvideo',
      'video/avi',
      'video/msvideo',
      'video/x-avi',
      'video/divx',
    ],
  },
  {
    name: 'MPEG-TS',
    extensions: ['ts', 'mts', 'm2ts', 'm2t'],
    types: [
      'video/mp2t',
      'video/vnd.dlna.mpeg-tts',
      'video/vnd.iptvforum.ttsmpeg2',
      'video/avchd-stream',
    ],
  },
  {
    name: 'MPEG',
    extensions: ['mpg', 'mpeg', 'mpe', 'm2p', 'vob'],
    types: ['video/mpeg', 'video/x-mpeg', 'video/x-mpeg2', 'video/mp2p', 'video/dvd'],
  },
  {
    name: 'FLV',
    extensions: ['flv'],
    types: ['video/x-flv', 'video/flv', 'application/x-flash-video'],
  },
  {
    name: 'OGG',
    extensions: ['ogv', 'ogg', 'ogm'],
    types: ['video/ogg', 'video/x-ogm', 'video/x-ogm+ogg', 'video/x-theora+ogg', 'application/ogg'],
  },
  {
    name: 'WMV',
    extensions: ['wmv', 'asf', 'wm'],
    types: [
      'video/x-ms-wmv',
      'video/x-ms-asf',
      'video/x-ms-wm',
      'application/vnd.ms-asf',
      'application/x-ms-asf',
    ],
  },
  {
    name: 'raw H.264',
    extensions: ['h264', '264', 'avc'],
    types: ['video/h264', 'video/x-h264'],
  },
  {
    name: 'raw HEVC',
    extensions: ['hevc', 'h265', '265'],
    types: ['video/h265', 'video/x-h265', 'video/hevc'],
  },
];

/** The format of a file name, ignoring case; undefined if it is not a video's. */
export const formatOfName = (name: string): VideoFormat | undefined =>
  BY_EXTENSION.get(/\.([^./\\]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '');

/** The format of a declared media type, with or without parameters; undefined if it is not a video's. */
export const formatOfType = (type: string): VideoFormat | undefined =>
  BY_TYPE.get(type.split(/[;,]/u, 1)[0]?.trim().toLowerCase() ?? '');

/** Whether a declared media type is that of an accepted video format. */
export const isVideoType = (type: string): boolean => formatOfType(type) !== undefined;

const BY_EXTENSION = new Map(
  VIDEO_FORMATS.flatMap((format) => format.extensions.map((extension) => [extension, format])),
);
const BY_TYPE = new Map(
  VIDEO_FORMATS.flatMap((format) => format.types.map((type) => [type, format])),
);
