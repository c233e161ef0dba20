import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readSettings } from './read-settings.ts';
import { problemOf, SETTING_NAMES, SETTINGS, type SettingName } from './settings.ts';

test('a setting that is not set has its default, parsed', () => {
  expect(readSettings(['CAPTURES_MAX', 'GRAPH_API_VERSION', 'PAGE_ORIGIN'], {})).toEqual({
    CAPTURES_MAX: 20,
    GRAPH_API_VERSION: 'v26.0',
    PAGE_ORIGIN: [],
  });
});

test('a setting that is set is used', () => {
  const env = {
    FFMPEG_TIMEOUT: '2.5',
    PAGE_ORIGIN: 'https://videos.example.com, http://localhost:5173',
  };

  expect(readSettings(['FFMPEG_TIMEOUT', 'PAGE_ORIGIN'], env)).toEqual({
    FFMPEG_TIMEOUT: 2.5,
    PAGE_ORIGIN: ['https://videos.example.com', 'http://localhost:5173'],
  });
});

test('days by camera are read by name, whatever letters the name contains', () => {
  const { RETENTION_DAYS_BY_CAMERA: days } = readSettings(['RETENTION_DAYS_BY_CAMERA'], {
    RETENTION_DAYS_BY_CAMERA: 'garden:14, front door : 365,10:30:7,Tür:0,',
  });

  expect([...days]).toEqual([
    ['garden', 14],
    ['front door', 365],
    ['10:30', 7],
    ['Tür', 0],
  ]);
});

test('one error lists every invalid setting and its allowed values', () => {
  const env = { UPLOAD_MAX_BYTES: '2GB', CAPTURES_MAX: '201', LABELS_MAX: '7' };

  expect(() => readSettings(['UPLOAD_MAX_BYTES', 'CAPTURES_MAX', 'LABELS_MAX'], env)).toThrow(
    new Error(
      'UPLOAD_MAX_BYTES is "2GB" and must be a whole number from 1 to 52,428,800,000.\n' +
        'CAPTURES_MAX is "201" and must be a whole number from 1 to 200.',
    ),
  );
});

const nameEach = (names: number) =>
  Array.from({ length: names }, (_, camera) => `camera-${camera}:7`).join(',');

test.each(SETTING_NAMES)('the default of %s is allowed', (name) => {
  expect(problemOf(name, SETTINGS[name].fallback)).toBeUndefined();
});

test.each<[SettingName, string[]]>([
  ['VIDEO_MAX_DURATION', ['', ' ', '-1', '86401', 'Infinity', 'NaN', '1e3', '0x10', '30 ', '1.']],
  ['CAPTURES_MAX', ['0', '200.5', '201', '２０']],
  ['FFMPEG_TIMEOUT', ['0', '0.9', '281']],
  ['LABELS_MIN_CONFIDENCE', ['-0.1', '100.1', '50%']],
  ['SESSION_DEADLINE_SECONDS', ['1079', '1800.5', '604801']],
  ['UPLOAD_MAX_BYTES', ['0', '2GB', '52428800001', '9'.repeat(400)]],
  ['PAGE_ORIGIN', ['videos.example.com', 'https://example.com/', 'https://*', '*', 'null']],
  ['PAGE_ORIGIN', ['ftp://example.com', 'https://EXAMPLE.com', 'https://a.com https://b.com']],
  ['RETENTION_DAYS', ['', '-1', '0.5', '36501', '90d']],
  ['RETENTION_DAYS_BY_CAMERA', ['garden', 'garden:', ':14', 'garden:x', 'garden:-1', 'a:36501']],
  ['RETENTION_DAYS_BY_CAMERA', ['a:1,a:2', 'a:1;b:2', nameEach(51)]],
  ['FACEBOOK_PAGE_ID', ['my-page', '12 34', '1'.repeat(21)]],
  ['GRAPH_API_VERSION', ['26', 'v26', 'v26.0/me', '']],
  ['ALARM_TOPIC_ARN', ['alarms', 'arn:aws:sqs:us-east-1:000000000000:alarms', 'none']],
])('%s rejects values out of bounds', (name, values) => {
  expect(values.filter((value) => problemOf(name, value) === undefined)).toEqual([]);
});

test.each<[SettingName, string[]]>([
  ['VIDEO_MAX_DURATION', ['0', '0.5', '86400']],
  ['CAPTURES_MAX', ['1', '200']],
  ['UPLOAD_MAX_BYTES', ['1', '52428800000']],
  ['PAGE_ORIGIN', ['', 'https://videos.example.com', 'http://192.168.1.7:3000']],
  ['RETENTION_DAYS', ['0', '1', '36500']],
  ['RETENTION_DAYS_BY_CAMERA', ['', 'garden:0', nameEach(50)]],
  ['ALARM_TOPIC_ARN', ['', 'arn:aws-cn:sns:cn-north-1:111122223333:my-alarms']],
])('%s accepts values within bounds', (name, values) => {
  expect(values.filter((value) => problemOf(name, value) !== undefined)).toEqual([]);
});

test('README.md lists every setting with its bounds and its default', async () => {
  const readme = await readFile(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
  const [, table = ''] = readme.split('| setting ');
  const [, , ...rows] = table.split('\n\n')[0]?.split('\n') ?? [];

  expect(rows.map((row) => row.split('|').map((cell) => cell.trim()))).toEqual(
    Object.entries(SETTINGS).map(([name, { means, allowed, fallback }]) => [
      ...['', `\`${name}\``, means, allowed, fallback === '' ? 'none' : fallback, ''],
    ]),
  );
});
