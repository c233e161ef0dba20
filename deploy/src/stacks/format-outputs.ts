import type { DeployedStack } from './stack-store.ts';

/** The outputs of the stacks: the purpose of each, with its name and value below. */
export const formatOutputs = (stacks: readonly DeployedStack[]): string =>
  stacks
    .flatMap(({ name, outputs }) => [
      `\n${name}`,
      ...outputs.flatMap(({ key, value, description }) => [
        ...(description === '' ? [] : [`  ${description}`]),
        `  ${key}: ${value}`,
      ]),
    ])
    .join('\n');
