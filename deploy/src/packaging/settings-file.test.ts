import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SETTINGS } from '@video-service/shared/settings';
import { settingsOf } from './settings-file.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'settings-'));
});
afterEach(() => rm(root, { recursive: true }));

const write = (text: string) => writeFile(path.join(root, 'settings.yml'), text);
const refusal = (env = {}) => settingsOf(root, 'dev', env).then(() => 'allowed', String);

test('without a file, every setting has its default', async () => {
  const defaults = Object.entries(SETTINGS).map(([name, { fallback }]) => [name, fallback]);

  expect(Object.entries(await settingsOf(root, 'dev', {}))).toEqual(defaults);
});

test('the environment overrides the stage, the stage the file, and the file the default', async () => {
  await write(
    'CAPTURES_MAX: 5\nLABELS_MAX: 6\nFFMPEG_TIMEOUT: 7\nstages: { dev: { LABELS_MAX: 8, FFMPEG_TIMEOUT: 9 } }',
  );

  const expected = { CAPTURES_MAX: '5', LABELS_MAX: '8', FFMPEG_TIMEOUT: '10' };
  expect(await settingsOf(root, 'dev', { FFMPEG_TIMEOUT: '10' })).toMatchObject({
    ...expected,
    VIDEO_MAX_DURATION: SETTINGS.VIDEO_MAX_DURATION.fallback,
  });
  expect(await settingsOf(root, 'prod', {})).toMatchObject({
    CAPTURES_MAX: '5',
    LABELS_MAX: '6',
    FFMPEG_TIMEOUT: '7',
  });
});

test('a list, a number and an empty value become text', async () => {
  await write(
    'PAGE_ORIGIN: [https://a.example, https://b.example]\nALARM_TOPIC_ARN:\nLABELS_MAX: 7\n',
  );

  expect(await settingsOf(root, 'dev', {})).toMatchObject({
    PAGE_ORIGIN: 'https://a.example,https://b.example',
    ALARM_TOPIC_ARN: '',
    LABELS_MAX: '7',
  });
});

test('one error lists everything that is wrong, and where', async () => {
  await write(
    'CAPTURE_MAX: 5\nCAPTURES_MAX: 500\nstages: { dev: { LABELS_MAX: many }, prod: { UPLOAD_MAX: 1 } }',
  );

  expect(await refusal({ UPLOAD_MAX_BYTES: '2GB' })).toBe(
    'Error: settings.yml: CAPTURE_MAX is not a setting. README.md lists all settings.\n' +
      'settings.yml: UPLOAD_MAX is not a setting. README.md lists all settings.\n' +
      'settings.yml: CAPTURES_MAX is "500" and must be a whole number from 1 to 200.\n' +
      'settings.yml, stage dev: LABELS_MAX is "many" and must be a whole number from 1 to 1,000.\n' +
      'UPLOAD_MAX_BYTES is "2GB" and must be a whole number from 1 to 52,428,800,000.',
  );
});

test.each([
  '- a\n- list',
  'just words',
  'CAPTURES_MAX: { dev: 5 }',
  'stages: [dev]',
  'stages: { dev: 5 }',
])('a file that says %j is rejected', async (text) => {
  await write(text);

  expect(await refusal()).toBe(
    'Error: settings.yml must consist of "NAME: value" lines; see settings.example.yml.',
  );
});

test('a file that is not YAML is rejected, with the line', async () => {
  await write('CAPTURES_MAX: "5');

  expect(await refusal()).toContain('Error: settings.yml is not YAML: ');
});

test.each(['', '# nothing yet\n'])('an empty file (%j) changes nothing', async (text) => {
  await write(text);

  expect(await settingsOf(root, 'dev', {})).toMatchObject({ CAPTURES_MAX: '20' });
});

test('the example is valid', async () => {
  await copyFile(path.join(ROOT, 'settings.example.yml'), path.join(root, 'settings.yml'));

  expect(await settingsOf(root, 'dev', {})).toMatchObject({ CAPTURES_MAX: '10' });
  expect(await settingsOf(root, 'prod', {})).toMatchObject({ CAPTURES_MAX: '20' });
});
