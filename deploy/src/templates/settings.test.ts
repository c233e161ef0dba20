import { copyFile, cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Setting } from '@video-service/shared/setting-kinds';
import { SETTINGS } from '@video-service/shared/settings';
import { parseTemplate } from '../../../local/src/services/cloudformation/template.ts';
import { packageStacks } from '../packaging/package-stacks.ts';
import { problemsIn } from './template-problems.ts';

const TIMEOUT_MS = 240_000;
const ROOT = path.resolve(import.meta.dirname, '../../..');
const STACKS = ['facebook-service', 'upload-service', 'video-service'];
const PAGES = 'https://videos.example.com,https://d111111abcdef8.cloudfront.net';

let project: string;
let stacks: { name: string; template: ReturnType<typeof parseTemplate> }[];

const isSource = (file: string) => !/node_modules|\/\.(?:build|esbuild|serverless)/u.test(file);

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'settings-'));
  for (const name of [...STACKS, 'shared'])
    await cp(path.join(ROOT, name), path.join(project, name), {
      recursive: true,
      filter: isSource,
    });
  await copyFile(path.join(ROOT, 'tsconfig.json'), path.join(project, 'tsconfig.json'));
  await symlink(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  await writeFile(path.join(project, 'program'), '');
  await writeFile(
    path.join(project, 'settings.yml'),
    `stages: { local: { CAPTURES_MAX: 7, PAGE_ORIGIN: '${PAGES}' } }`,
  );
  const program = path.join(project, 'program');
  const binaries = { ffmpeg: program, ffprobe: program };
  const packaged = await packageStacks({ root: project, binaries, onProgress: () => undefined });
  stacks = packaged.map(({ name, template }) => ({ name, template: parseTemplate(template) }));
}, TIMEOUT_MS);
afterAll(() => rm(project, { recursive: true }));

const resourcesOf = (service: string, type: string) => {
  const { template } = stacks.find(({ name }) => name === `${service}-local`) ?? {};
  const all = Object.entries(template?.Resources ?? {});
  return all
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => ({ id, Properties }));
};

test.each(STACKS)(
  'every function of %s has its settings, from the file or by default',
  (service) => {
    const chosen = { CAPTURES_MAX: '7', PAGE_ORIGIN: PAGES };
    const own = Object.entries(SETTINGS)
      .filter(([, { stacks }]) => stacks.some((stack) => service === `${stack}-service`))
      .map(([name, { fallback, localFallback = fallback }]: [string, Setting<unknown>]) => [
        name,
        { ...chosen }[name] ?? localFallback,
      ]);

    const functions = resourcesOf(service, 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(1);
    for (const { Properties } of functions)
      expect(Properties).toMatchObject({
        Environment: { Variables: Object.fromEntries(own) as Record<string, string> },
      });
  },
);

test('a page on its own domain can use the buckets and the API', () => {
  const ofTheMachine = ['http://127.0.0.1:*', 'http://localhost:*'];
  for (const id of ['SourceBucket', 'RenderBucket']) {
    const bucket = resourcesOf('video-service', 'AWS::S3::Bucket').find((each) => each.id === id);
    expect(bucket?.Properties).toMatchObject({
      CorsConfiguration: {
        CorsRules: [{ AllowedOrigins: [...ofTheMachine, ...PAGES.split(',')] }],
      },
    });
  }
  const api = resourcesOf('upload-service', 'AWS::ApiGatewayV2::Api').find(
    ({ id }) => id === 'HttpApi',
  );
  expect(api?.Properties).toMatchObject({
    CorsConfiguration: {
      'Fn::If': [
        'HasOtherPage',
        { AllowOrigins: { 'Fn::Split': [',', PAGES] } },
        { Ref: 'AWS::NoValue' },
      ],
    },
  });
});

test('the template with these settings is valid', () => {
  expect(stacks.map(({ template }) => problemsIn(template))).toEqual([[], [], []]);
});

test('FFmpeg times out before the functions that run it', () => {
  const functions = resourcesOf('video-service', 'AWS::Lambda::Function');
  const timeouts = functions
    .filter(({ Properties }) => 'Layers' in Properties)
    .map(({ Properties }) => Properties['Timeout']);

  expect(timeouts).toEqual([300, 300]);
  expect(SETTINGS.FFMPEG_TIMEOUT.parse('280')).toBe(280);
  expect(SETTINGS.FFMPEG_TIMEOUT.parse('281')).toBeUndefined();
});
