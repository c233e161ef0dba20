import type { DeployedStack } from './stack-store.ts';

/** The outputs of the stacks: what each is for, and below it its name and value. */
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
