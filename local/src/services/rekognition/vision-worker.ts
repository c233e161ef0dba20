import { BUILT_IN_MODELS } from './models/built-in.ts';
import type { Finding, Look } from './models/model.ts';
import { ownModel } from './own-model/own-model.ts';
import { keepRuntimeCode } from './onnx/runtime/start-onnxruntime.ts';
import type { Frame } from './picture/frame.ts';

/** A frame for a model, by the model's key. */
export type Sight = { model: string; frame: Frame };

// The more pictures, the more V8 has optimized; the largest function takes it several pictures, and 280 MB.
const KEEPS_CODE_AFTER = [3, 9, 27, 81];

let pictures = 0;
const looks = new Map<string, Promise<Look>>();

/** What each model sees, in the given order; runs in a worker thread, which keeps the models it loads. */
export const look = async (sights: Sight[]): Promise<Finding[][]> => {
  const found: Finding[][] = [];
  // One after the other: the thread has one processor, and loading takes memory.
  for (const { model, frame } of sights) found.push(await (await lookOf(model))(frame));
  pictures += 1;
  if (KEEPS_CODE_AFTER.includes(pictures)) await keepRuntimeCode();
  return found;
};

const lookOf = (key: string) => {
  const loading = looks.get(key) ?? load(key);
  looks.set(key, loading);
  // Its files are complete (they were checked), so a failure is temporary: the next picture tries again.
  loading.catch(() => looks.delete(key));
  return loading;
};

const load = async (key: string): Promise<Look> => {
  const model = BUILT_IN_MODELS.find((each) => each.key === key) ?? (await ownModel(key));
  return model.load();
};
