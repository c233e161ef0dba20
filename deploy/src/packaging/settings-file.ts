import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  problemOf,
  SETTING_NAMES,
  type SettingName,
  SETTINGS,
} from '@video-service/shared/settings';
import type { Setting } from '@video-service/shared/setting-kinds';
import * as v from 'valibot';
import { parse } from 'yaml';
import { LOCAL_STAGE } from './build-directory.ts';

/** In the project's directory; settings.example.yml shows its format. */
const FILE = 'settings.yml';

// As text, like the environment.
const Value = v.union([
  v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String)),
  v.pipe(
    v.array(v.string()),
    v.transform((list) => list.join(',')),
  ),
  v.pipe(
    v.null(),
    v.transform(() => ''),
  ),
]);
// valibot accepts a list as a record.
const isNoList = v.check((given: unknown) => !Array.isArray(given));
const Named = v.pipe(v.unknown(), isNoList, v.record(v.string(), v.unknown()));
const Values = v.pipe(Named, v.record(v.string(), Value));
const SettingsFile = v.pipe(
  Named,
  v.transform(({ stages = {}, ...common }) => ({ stages, common })),
  v.object({ stages: v.pipe(Named, v.record(v.string(), Values)), common: Values }),
);

/** Every setting, as text. */
export type Settings = Record<SettingName, string>;

/**
 * The settings of a stage. The environment overrides the stage's values in `settings.yml`, these override the general
 * values, and those override the defaults. A single error lists everything invalid.
 */
export const settingsOf = async (
  root: string,
  stage: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Settings> => {
  const { stages, common } = await readSettingsFile(path.join(root, FILE));
  const sources = [
    { place: '', values: env },
    { place: `${FILE}, stage ${stage}: `, values: stages[stage] ?? {} },
    { place: `${FILE}: `, values: common },
  ];
  const problems = [common, ...Object.values(stages)].flatMap(unknownNames);
  const entries = SETTING_NAMES.map((name) => {
    const source = sources.find(({ values }) => values[name] !== undefined);
    const value = source?.values[name] ?? fallbackOf(name, stage);
    const problem = problemOf(name, value);
    if (problem !== undefined) problems.push(`${source?.place ?? ''}${problem}`);
    return [name, value] as const;
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  // fromEntries loses the key types.
  return Object.fromEntries(entries) as Settings;
};

const fallbackOf = (name: SettingName, stage: string) => {
  const setting: Setting<unknown> = SETTINGS[name];
  return (stage === LOCAL_STAGE ? setting.localFallback : undefined) ?? setting.fallback;
};

const readSettingsFile = async (file: string) => {
  if (!existsSync(file)) return v.parse(SettingsFile, {});
  const settings = v.safeParse(SettingsFile, readYaml(await readFile(file, 'utf8')) ?? {});
  if (settings.success) return settings.output;
  throw new Error(`${FILE} must consist of "NAME: value" lines; see settings.example.yml.`);
};

const readYaml = (text: string): unknown => {
  try {
    return parse(text);
  } catch (cause) {
    throw new Error(`${FILE} is not YAML: ${String(cause)}`, { cause });
  }
};

const unknownNames = (values: Record<string, string>) =>
  Object.keys(values)
    .filter((name) => !SETTING_NAMES.some((known) => known === name))
    .map((name) => `${FILE}: ${name} is not a setting. README.md lists all settings.`);
