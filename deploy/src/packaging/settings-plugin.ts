import path from 'node:path';
import { SETTING_NAMES, SETTINGS } from '@video-service/shared/settings';
import * as v from 'valibot';
import { type Settings, settingsOf } from './settings-file.ts';

/** The part of the framework that the plugin uses. */
type Serverless = {
  serviceDir: string;
  service: { service: string; provider: { stage: string; environment: Record<string, unknown> } };
};

/** The framework's request: for `${setting('first'):NAME}` the address is NAME. */
type Asked = {
  address: string;
  params: string[] | undefined;
  serviceDir: string;
  resolveVariable: (variable: string) => Promise<unknown>;
};

/**
 * A Serverless plugin that puts a stack's settings into its functions' environment and its template: `${setting:NAME}`
 * as text, `${setting('first'):NAME}` as a list that starts with 'first'.
 */
export default class SettingsPlugin {
  readonly hooks: Record<string, () => Promise<void>>;

  readonly configurationVariablesSources = {
    setting: {
      resolve: async ({ address, params, serviceDir, resolveVariable }: Asked) => {
        const stage = String(await resolveVariable('sls:stage'));
        const settings = await settingsOf(path.dirname(serviceDir), stage);
        return { value: valueIn(settings, address, params ?? []) };
      },
    },
  };

  constructor({ serviceDir, service }: Serverless) {
    this.hooks = {
      initialize: async () => {
        const { stage, environment } = service.provider;
        Object.assign(
          environment,
          ownOf(service.service, await settingsOf(path.dirname(serviceDir), stage)),
        );
      },
    };
  }
}

const ownOf = (service: string, settings: Settings) =>
  Object.fromEntries(
    SETTING_NAMES.filter((name) =>
      SETTINGS[name].stacks.some((stack) => service === `${stack}-service`),
    ).map((name) => [name, settings[name]]),
  );

const valueIn = (settings: Settings, address: string, first: string[]) => {
  const name = SETTING_NAMES.find((known) => known === address);
  if (name === undefined) throw new Error(`Unknown setting: ${address}.`);
  const value: unknown = SETTINGS[name].parse(settings[name]);
  return first.length > 0 ? [...first, ...v.parse(v.array(v.string()), value)] : String(value);
};
