import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { runServerlessPackage } from './run-serverless.ts';
import { unpack } from './unpack.ts';

const PACKAGES_KEPT = 3;
const TEMPLATE_FILE = 'cloudformation-template-update-stack.json';
const STATE_FILE = 'serverless-state.json';

const PackageState = v.object({
  service: v.object({
    service: v.string(),
    provider: v.object({ stackName: v.optional(v.string()) }),
  }),
});

/** A stack as it would be uploaded: its compiled template, and the unpacked directory of each zip. */
export type PackagedStack = { name: string; template: unknown; code: Record<string, string> };

/** Where a stack's packages are kept, and the hash of their sources. */
export type PackageRequest = {
  home: string;
  fingerprint: string;
  stage: string;
  onProgress: (message: string) => void;
};

/** The stack's package, built unless one of exactly these sources exists; the last few are kept. */
export const packageStack = async (
  directory: string,
  { home, fingerprint, stage, onProgress }: PackageRequest,
): Promise<PackagedStack> => {
  const output = path.join(home, fingerprint);
  if (!existsSync(output)) {
    onProgress(`Packaging ${path.basename(directory)}`);
    const partial = `${output}.partial`;
    await rm(partial, { recursive: true, force: true });
    await runServerlessPackage(directory, { stage, output: partial });
    for (const zip of await zipsIn(partial)) await unpack(zip, zip.replace(/\.zip$/, ''));
    await rename(partial, output);
    await removeOldPackages(home);
  }
  return readPackage(output, stage);
};

const zipsIn = async (directory: string) =>
  (await readdir(directory))
    .filter((name) => name.endsWith('.zip'))
    .map((name) => path.join(directory, name));

const readPackage = async (output: string, stage: string): Promise<PackagedStack> => {
  const readJson = async (file: string) =>
    JSON.parse(await readFile(path.join(output, file), 'utf8')) as unknown;
  const { service } = v.parse(PackageState, await readJson(STATE_FILE));
  const code = (await zipsIn(output)).map((zip) => [path.basename(zip), zip.replace(/\.zip$/, '')]);
  return {
    name: service.provider.stackName ?? `${service.service}-${stage}`,
    template: await readJson(TEMPLATE_FILE),
    code: Object.fromEntries(code) as Record<string, string>,
  };
};

// An engine may still be running on the previous package.
const removeOldPackages = async (home: string) => {
  const packages = await Promise.all(
    (await readdir(home)).map(async (name) => {
      const directory = path.join(home, name);
      return { directory, madeAt: (await stat(directory)).mtimeMs };
    }),
  );
  packages.sort((one, other) => other.madeAt - one.madeAt);
  for (const { directory } of packages.slice(PACKAGES_KEPT)) {
    await rm(directory, { recursive: true });
  }
};
