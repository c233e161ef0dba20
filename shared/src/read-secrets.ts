import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { readEnv } from './env.ts';

const IN_SSM = 'ssm:';

/**
 * The named secrets. Where the environment has `ssm:` and a name instead of a value, the value is read from that SSM
 * parameter. A single error lists every missing secret, without values.
 */
export const readSecrets = async <Name extends string>(
  names: Name[],
  ssm: Pick<SSMClient, 'send'> = new SSMClient(),
): Promise<Record<Name, string>> => {
  const given: Record<string, string> = readEnv(...names);
  const parameters = Object.values(given).filter((value) => value.startsWith(IN_SSM));
  const values = await readParameters(parameters, ssm);
  const entries = Object.entries(given).map(([name, value]) => [name, values.get(value) ?? value]);
  // fromEntries loses the key types.
  return Object.fromEntries(entries) as Record<Name, string>;
};

const readParameters = async (
  parameters: string[],
  ssm: Pick<SSMClient, 'send'>,
): Promise<Map<string, string>> => {
  if (parameters.length === 0) return new Map();
  const Names = parameters.map((parameter) => parameter.slice(IN_SSM.length));
  const request = new GetParametersCommand({ Names, WithDecryption: true });
  const { Parameters = [] } = await ssm.send(request);
  const values = new Map(Parameters.map(({ Name = '', Value = '' }) => [IN_SSM + Name, Value]));
  const missing = Names.filter((name) => !values.get(IN_SSM + name));
  if (missing.length === 0) return values;
  throw new Error(
    `Missing SSM parameters: ${missing.join(', ')}. docs/messenger.md says how to put them.`,
  );
};
