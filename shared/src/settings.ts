import {
  number,
  oneOf,
  origins,
  type Setting,
  text,
  timeZone,
  whole,
  wholeByName,
} from './setting-kinds.ts';

const DAY_SECONDS = 86_400;
const CENTURY_DAYS = 36_500;

/** The daily label budget that means there is no limit. */
export const UNLIMITED_USD = 1_000_000;

/**
 * Every setting, with its bounds and its default. Packaging puts each one into the environment of its stacks'
 * functions, which read it with `readSettings`; templates use `${setting:NAME}`. A test compares this list with
 * README.md.
 */
export const SETTINGS = {
  VIDEO_MAX_DURATION: {
    ...number(0, DAY_SECONDS),
    fallback: '0',
    stacks: ['video'],
    means: 'how many seconds of each video are analysed; 0 for all',
  },
  CAPTURES_MAX: {
    // With more, a message about all captures would exceed the limits of SNS and WebSockets, and /tmp would fill up.
    ...whole(1, 200),
    fallback: '20',
    stacks: ['video'],
    means: 'maximum captures per video, which limits the cost of Rekognition',
  },
  FFMPEG_TIMEOUT: {
    // The function times out after 300 seconds and needs some of them to upload.
    ...number(1, 280),
    fallback: '120',
    stacks: ['video'],
    means: 'how many seconds FFmpeg may take per video, over all its runs',
  },
  LABELS_MAX: {
    ...whole(1, 1000),
    fallback: '100',
    stacks: ['video'],
    means: 'maximum labels that Rekognition returns per picture',
  },
  LABELS_MIN_CONFIDENCE: {
    ...number(0, 100),
    fallback: '50',
    stacks: ['video'],
    means: 'minimum confidence of a label, in percent',
  },
  LABELS_USD_PER_IMAGE: {
    ...number(0, 1),
    fallback: '0.001',
    stacks: ['video'],
    means:
      'what Rekognition charges per picture in your region, used for `cost` in `metadata.json`',
  },
  LABELS_USD_PER_DAY: {
    ...number(0, UNLIMITED_USD),
    fallback: '10',
    // Local models are free.
    localFallback: `${UNLIMITED_USD}`,
    stacks: ['video'],
    means:
      'daily budget for labels (UTC); captures beyond it get no labels; 1000000 means no limit',
  },
  SESSION_DEADLINE_SECONDS: {
    // At least three tries of five minutes, with three minutes between them. Lambda keeps a waiting event for six
    // hours, so with a shorter deadline a backlog would fail videos.
    ...whole(1080, 7 * DAY_SECONDS),
    fallback: '25200',
    stacks: ['video', 'upload'],
    means: 'after how many seconds without progress a session fails',
  },
  UPLOAD_MAX_BYTES: {
    // S3 allows 10,000 parts, and each part is 5 MiB.
    ...whole(1, 52_428_800_000),
    fallback: '2147483648',
    stacks: ['upload'],
    means: 'maximum size of a video uploaded through the page, in bytes',
  },
  UPLOADS: {
    ...oneOf('owner', 'open'),
    fallback: 'owner',
    stacks: ['upload'],
    means: 'who can upload through the page: the owner, or anyone who knows its address',
  },
  UPLOADS_PER_DAY: {
    ...whole(1, 1_000_000),
    fallback: '500',
    stacks: ['upload'],
    means: 'maximum videos uploaded through the page per day (UTC)',
  },
  UPLOAD_GIGABYTES_PER_DAY: {
    ...number(0.001, 1_000_000),
    fallback: '100',
    stacks: ['upload'],
    means: 'maximum gigabytes uploaded through the page per day (UTC)',
  },
  RETENTION_DAYS: {
    ...whole(0, CENTURY_DAYS),
    fallback: '0',
    stacks: ['upload'],
    means: 'after how many days a video is deleted, unless its owner keeps it; 0 for never',
  },
  RETENTION_DAYS_BY_CAMERA: {
    ...wholeByName(0, CENTURY_DAYS, 50),
    fallback: '',
    stacks: ['upload'],
    means: 'the same, per camera',
  },
  PAGE_ORIGIN: {
    ...origins(),
    fallback: '',
    stacks: ['video', 'upload'],
    means: 'other origins that serve the page, such as your own domain or CloudFront',
  },
  VIDEO_MAX_BYTES: {
    ...whole(1, 5_000_000_000),
    fallback: '1000000000',
    stacks: ['facebook'],
    means: 'maximum size of a video sent to the bot, in bytes',
  },
  FACEBOOK_PAGE_ID: {
    ...text('digits', /^\d{0,20}$/u),
    fallback: '',
    stacks: ['facebook'],
    means: "the id of the bot's page; if not set, the bot asks Facebook",
  },
  GRAPH_API_VERSION: {
    ...text('a version such as v26.0', /^v\d{1,3}\.\d{1,2}$/u),
    fallback: 'v26.0',
    stacks: ['facebook'],
    means: "version of Facebook's Graph API",
  },
  BANK_TIME_ZONE: {
    ...timeZone(),
    fallback: 'UTC',
    stacks: ['video', 'upload'],
    means: 'time zone of cameras that do not report theirs, such as Europe/Berlin',
  },
  ALARM_TOPIC_ARN: {
    ...text('the ARN of an SNS topic', /^(?:arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+)?$/u),
    fallback: '',
    stacks: ['video', 'upload', 'facebook'],
    means: 'the SNS topic that receives the alarms',
  },
} satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof SETTINGS;

/** The names of all settings. */
// Object.keys loses the key types.
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** Why the setting cannot have this value; undefined if it can. */
export const problemOf = (name: SettingName, value: string): string | undefined => {
  const { parse, allowed } = SETTINGS[name];
  return parse(value) === undefined ? `${name} is "${value}" and must be ${allowed}.` : undefined;
};
