import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { packageStacks } from './package-stacks.ts';

const TIMEOUT_MS = 120_000;
const NODE_MODULES = path.resolve(import.meta.dirname, '../../../node_modules');

const SERVERLESS_YML = `
service: hello
frameworkVersion: '4'
provider: { name: aws, runtime: nodejs24.x, versionFunctions: false, stage: '\${opt:stage}' }
plugins: [serverless-esbuild]
package: { individually: true }
custom: { esbuild: { format: esm, outputFileExtension: .mjs, skipRebuild: true } }
layers:
  ffmpeg: { package: { artifact: ../.build/ffmpeg-local.zip } }
functions:
  hello:
    handler: src/handler.handler
    layers: [!Ref FfmpegLambdaLayer]
`;

let root: string;
let said: string[];

beforeEach(async () => {
  said = [];
  root = await mkdtemp(path.join(tmpdir(), 'packaging-'));
  await symlink(NODE_MODULES, path.join(root, 'node_modules'));
  await mkdir(path.join(root, 'hello/src'), { recursive: true });
  await write('hello/serverless.yml', SERVERLESS_YML);
  await write('hello/src/handler.ts', 'export const handler = async () => "hello";');
  await write('ffmpeg', 'the one program');
  await write('ffprobe', 'the other program');
});
afterEach(() => rm(root, { recursive: true }));

// The bundler's working directory is named after the function.
const temporary = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('hello-')).sort();
const write = (file: string, text: string) => writeFile(path.join(root, file), text);
const packageAll = () => {
  const binaries = { ffmpeg: path.join(root, 'ffmpeg'), ffprobe: path.join(root, 'ffprobe') };
  return packageStacks({ root, binaries, onProgress: (text) => said.push(text) });
};

test(
  'a stack is packaged without an account, with unpacked zips, and reused until something changes',
  async () => {
    const before = await temporary();
    const [stack] = await packageAll();
    expect(await temporary()).toEqual(before);
    expect(stack?.name).toBe('hello-local');
    expect(stack?.template).toMatchObject({
      Resources: { HelloLambdaFunction: { Properties: { FunctionName: 'hello-local-hello' } } },
    });
    const code = stack?.code['hello.zip'] ?? '';
    expect(await readFile(path.join(code, 'src/handler.mjs'), 'utf8')).toContain('hello');
    const layer = stack?.code['ffmpeg-local.zip'] ?? '';
    expect(await readFile(path.join(layer, 'bin/ffmpeg'), 'utf8')).toBe('the one program');
    expect((await stat(path.join(layer, 'bin/ffprobe'))).mode & 0o777).toBe(0o755);

    expect(await packageAll()).toEqual([stack]);
    await write('hello/src/handler.test.ts', '// Tests are not in the package.');
    expect(await packageAll()).toEqual([stack]);
    expect(said).toEqual(['Packaging hello']);

    await write('hello/src/handler.ts', 'export const handler = async () => "good morning";');
    const [changed] = await packageAll();
    expect(said).toEqual(['Packaging hello', 'Packaging hello']);
    expect(changed?.code['hello.zip']).not.toBe(code);
    // An engine may still be running on the previous package.
    expect(await readdir(code)).toEqual(['src']);
  },
  TIMEOUT_MS,
);

test(
  'the framework’s error is shown, and no package is left behind',
  async () => {
    await write('hello/src/handler.ts', 'export const handler = (');

    await expect(packageAll()).rejects.toThrow(
      /hello cannot be packaged:[^]*src\/handler\.ts:1:24: ERROR: Unexpected end of file/u,
    );

    await write('hello/src/handler.ts', 'export const handler = async () => "hello";');
    expect(await packageAll()).toHaveLength(1);
  },
  TIMEOUT_MS,
);
