import type { Model } from './models/model.ts';
import { checkWeights } from './models/weights.ts';
import { RUNTIME_FILE } from './onnx/runtime/runtime-file.ts';

/** Reports a problem without stopping anything. */
export type Warn = (message: string) => void;

/**
 * The models whose files are all there and whole; each of the others is named in a warning and its labels are lost.
 * Without the runtime there are none.
 */
export const activeModels = async (
  models: Model[],
  warn: Warn,
  runtime = RUNTIME_FILE,
): Promise<Model[]> => {
  const noRuntime = await problemWith(() => checkWeights(runtime));
  if (noRuntime !== undefined) {
    warn(`Videos get no labels: ${noRuntime}. ${HINT}`);
    return [];
  }
  const problems = await Promise.all(models.map(({ check }) => problemWith(check)));
  for (const [index, { name }] of models.entries()) {
    const problem = problems[index];
    if (problem !== undefined)
      warn(`Labels are made without the model ${name}: ${problem}. ${HINT}`);
  }
  const active = models.filter((_, index) => problems[index] === undefined);
  if (active.length === 0) warn('Videos get no labels: no model is left.');
  return active;
};

const HINT = '`npm ci` brings it back.';

const problemWith = async (check: () => Promise<void>): Promise<string | undefined> => {
  try {
    await check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
