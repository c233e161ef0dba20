import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { findFfmpeg } from '../deploy/src/packaging/ffmpeg-binaries.ts';
import type { PackagedStack } from '../deploy/src/packaging/package-stack.ts';
import { packageStacks } from '../deploy/src/packaging/package-stacks.ts';
import { median } from './cpu-seconds.ts';
import { benchEngineStart } from './start-engine.ts';

const ROUNDS = 7;
const IMPORT_GOAL_MS = 100;
const BUNDLE_GOAL_KB = 1000;

// What Lambda sets.
const AWS = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

const ROOT = path.join(import.meta.dirname, '..');
const run = promisify(execFile);

/**
 * Measures the cost of starting: the import of every function's bundle, in CPU milliseconds beyond Node's own start,
 * and its size; and the engine's start and memory. True if all goals are met.
 */
export const benchStart = async (): Promise<boolean> => {
  const binaries = await findFfmpeg();
  const stacks = await packageStacks({ root: ROOT, binaries, onProgress: () => undefined });
  const functions = stacks.flatMap(functionsOf);
  console.log(`  ${'function'.padEnd(24)} ${'import'.padStart(8)} ${'bundle'.padStart(10)}`);
  const rows: boolean[] = [];
  for (const each of functions) rows.push(await measureImport(each));
  return [...rows, await benchEngineStart()].every(Boolean);
};

type Bundle = { name: string; file: string; environment: Record<string, string> };

const LambdaFunction = v.object({
  Type: v.literal('AWS::Lambda::Function'),
  Properties: v.object({
    Handler: v.string(),
    Code: v.object({ S3Key: v.string() }),
    Environment: v.object({ Variables: v.record(v.string(), v.unknown()) }),
  }),
});
const Template = v.object({ Resources: v.record(v.string(), v.unknown()) });

const functionsOf = ({ name: stack, template, code }: PackagedStack): Bundle[] =>
  Object.values(v.parse(Template, template).Resources).flatMap((resource) => {
    if (!v.is(LambdaFunction, resource)) return [];
    const { Handler, Code, Environment } = resource.Properties;
    const zip = path.basename(Code.S3Key);
    const directory = code[zip];
    if (directory === undefined) return [];
    // An import needs only the name of a table, a topic or an address.
    const environment = Object.entries(Environment.Variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : standInFor(name),
    ]);
    const file = path.join(directory, Handler.replace(/\.\w+$/u, '.mjs'));
    return [
      {
        name: `${stack.replace(/-service.*$/u, '')}/${zip.replace('.zip', '')}`,
        file,
        environment: Object.fromEntries(environment) as Bundle['environment'],
      },
    ];
  });

const standInFor = (name: string) =>
  /ADDRESS|ORIGIN|URL/u.test(name) ? 'https://name.example' : 'name';

const measureImport = async ({ name, file, environment }: Bundle): Promise<boolean> => {
  const script = `const before = process.cpuUsage();
    await import(${JSON.stringify(pathToFileURL(file))});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);
    process.exit();`;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const args = ['--input-type=module', '--eval', script];
    const { stdout } = await run(process.execPath, args, {
      env: { ...process.env, ...AWS, ...environment },
    });
    times.push(Number(stdout));
  }
  const milliseconds = median(times);
  const kilobytes = (await stat(file)).size / 1000;
  const isMet = milliseconds <= IMPORT_GOAL_MS && kilobytes <= BUNDLE_GOAL_KB;
  console.log(
    `  ${name.padEnd(24)} ${milliseconds.toFixed(0).padStart(5)} ms ${kilobytes.toFixed(0).padStart(7)} KB  ${met(isMet)}`,
  );
  return isMet;
};

const met = (isMet: boolean) => (isMet ? 'met' : 'MISSED');
