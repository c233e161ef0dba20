import type { Model } from './models/model.ts';

/** Says what is wrong without stopping anything. */
export type Warn = (message: string) => void;

/** The models whose files are all there and whole; each of the others is named in a warning and its labels are lost. */
export const activeModels = async (models: Model[], warn: Warn): Promise<Model[]> => {
  const problem = runtimeProblem();
  if (problem !== undefined) {
    warn(`Videos get no labels: ${problem}`);
    return [];
  }
  const checked = await Promise.all(models.map((model) => isWhole(model, warn)));
  const active = models.filter((_, index) => checked[index]);
  if (active.length === 0) warn('Videos get no labels: no model is left.');
  return active;
};

const isWhole = async ({ name, check }: Model, warn: Warn): Promise<boolean> => {
  try {
    await check();
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    warn(`Labels are made without the model ${name}: ${why}. ${HINT}`);
    return false;
  }
};

const HINT = '`npm ci` brings it back.';

const runtimeProblem = () => {
  try {
    import.meta.resolve('onnxruntime-web');
    return undefined;
  } catch {
    return `the package onnxruntime-web is missing. ${HINT}`;
  }
};
