import path from 'node:path';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import plugins from './bundle-plugins.ts';

const bundled = async (contents: string) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: path.join(import.meta.dirname, '../video-service') },
    ...{ bundle: true, format: 'esm', platform: 'node', write: false, metafile: true, plugins },
  });
  return { text: outputFiles[0]?.text ?? '', files: Object.keys(metafile.inputs) };
};

const run = async (text: string) => {
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return module;
};

test('Node’s modules are available under every name without being imported', async () => {
  const { text } = await bundled(`
    import fs, { existsSync } from 'node:fs';
    import * as os from 'os';
    import { setTimeout as sleep } from 'node:timers/promises';
    export const found = [fs.existsSync === existsSync, typeof os.cpus, typeof sleep];`);

  expect(text).not.toMatch(/^import /mu);
  expect(await run(text)).toMatchObject({ found: [true, 'function', 'function'] });
});

test('credentials come from the environment, and no other provider is bundled', async () => {
  const { files } = await bundled(`export { S3Client } from '@aws-sdk/client-s3';`);

  const providers = files.flatMap((file) => /credential-provider-\w+(?=\/)/u.exec(file) ?? []);
  expect([...new Set(providers)]).toEqual(['credential-provider-env']);
});
