import { mergeFindings } from './merge.ts';
import { BUILT_IN_MODELS } from './models/built-in.ts';
import type { Finding, Look, Model } from './models/model.ts';
import { ownModel } from './own-model/own-model.ts';
import { keepRuntimeCode } from './onnx/runtime/start-onnxruntime.ts';
import { frameOf, ratiosOf } from './picture/frame.ts';
import { decodePicture, type Picture } from './picture/picture.ts';
import { RekognitionError, type Refusal } from './rekognition-error.ts';

/** An encoded picture, and the keys of the models that examine it. */
export type Sight = { image: Uint8Array; models: string[] };

/** Findings with boxes in ratios of the picture, or why it cannot be examined: threads cannot throw such errors. */
export type Seen = { findings: Finding[] } | { refusal: Refusal };

// The more pictures, the more V8 has optimized; the largest function takes it several pictures, and 280 MB.
const KEEPS_CODE_AFTER = [3, 9, 27, 81];

let pictures = 0;
const loaded = new Map<string, Promise<Loaded>>();

type Loaded = { model: Model; look: Look };

/**
 * What the models see in a picture; runs in a worker thread, which keeps the models it loads. Decoding is part of it,
 * because pixels are garbage that would make V8 search the engine's large heap.
 */
export const look = async ({ image, models }: Sight): Promise<Seen> => {
  try {
    const picture = await decodePicture(image);
    const found: Finding[][] = [];
    // One after the other: the thread has one processor, and loading takes memory.
    for (const key of models) found.push(await findIn(picture, await loadedModel(key)));
    pictures += 1;
    if (KEEPS_CODE_AFTER.includes(pictures)) await keepRuntimeCode();
    return { findings: mergeFindings(found) };
  } catch (error) {
    if (error instanceof RekognitionError) return { refusal: error.refusal };
    throw error;
  }
};

const findIn = async (picture: Picture, { model, look: examine }: Loaded): Promise<Finding[]> => {
  const frame = await frameOf(picture, model.frame);
  const toRatios = ratiosOf(picture, frame, model.frame.fit);
  const findings = await examine(frame);
  return findings.map((finding) =>
    finding.box ? { ...finding, box: toRatios(finding.box) } : finding,
  );
};

const loadedModel = (key: string): Promise<Loaded> => {
  const loading = loaded.get(key) ?? load(key);
  loaded.set(key, loading);
  // Its files are complete (they were checked), so a failure is temporary: the next picture tries again.
  loading.catch(() => loaded.delete(key));
  return loading;
};

const load = async (key: string): Promise<Loaded> => {
  const model = BUILT_IN_MODELS.find((each) => each.key === key) ?? (await ownModel(key));
  return { model, look: await model.load() };
};
