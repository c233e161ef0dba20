import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findFfmpeg } from '@video-service/deploy/packaging/ffmpeg-binaries';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { packageStacks } from '@video-service/deploy/packaging/package-stacks';
import { parseTemplate } from '../local/src/services/cloudformation/template.ts';
import { changedTemplate } from '../local/src/testing/changed-template.ts';
import { observerStack } from '../local/src/testing/observer-stack.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The loader that shifts a process's clock by the milliseconds in the file CLOCK_FILE. */
export const MOVING_CLOCK = pathToFileURL(
  path.join(ROOT, 'local/src/services/lambda/testing/moving-clock.mjs'),
).href;

/** The project's stacks, whose functions use the clock in the file and the simulated labels, and an observer. */
export const soakStacks = async (standIn: {
  clockFile: string;
  rekognition: string;
}): Promise<PackagedStack[]> => {
  const binaries = await findFfmpeg();
  const stacks = await packageStacks({ root: ROOT, binaries, onProgress: () => undefined });
  const environment = {
    ...{ NODE_OPTIONS: `--import=${MOVING_CLOCK}`, CLOCK_FILE: standIn.clockFile },
    AWS_ENDPOINT_URL_REKOGNITION: standIn.rekognition,
    UPLOADS_PER_DAY: '1000000',
  };
  const changed = stacks.map((stack) => {
    const { Resources } = parseTemplate(stack.template);
    const functions = Object.entries(Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .map(([id]) => [id, { environment }]);
    const changes = { resources: Object.fromEntries(functions) as Record<string, object> };
    return { ...stack, template: changedTemplate(stack.template, changes) };
  });
  return [...changed, observerStack];
};
