import { problemOf, type SettingName, SETTINGS } from './settings.ts';

type Values<Name extends SettingName> = {
  [Each in Name]: Exclude<ReturnType<(typeof SETTINGS)[Each]['parse']>, undefined>;
};

/** The named settings from the environment, or their defaults. A single error lists every invalid one. */
export const readSettings = <Name extends SettingName>(
  names: readonly Name[],
  env: NodeJS.ProcessEnv = process.env,
): Values<Name> => {
  const given = names.map((name) => [name, env[name] ?? SETTINGS[name].fallback] as const);
  const problems = given.flatMap(([name, value]) => problemOf(name, value) ?? []);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const entries = given.map(([name, value]) => [name, SETTINGS[name].parse(value)] as const);
  // fromEntries loses which name has which type, and none is undefined.
  return Object.fromEntries(entries) as Values<Name>;
};
