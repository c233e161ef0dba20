import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { OwnModelError } from './own-model-error.ts';

/** The file in the folder that describes the model; docs/labels-model.md explains it. */
export const MANIFEST = 'model.json';

const MAX_SIDE = 2048;
const MAX_MODEL_BYTES = 500_000_000;
const MAX_TEXT_BYTES = 1_000_000;

const Side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_SIDE));
const Three = v.tuple([v.number(), v.number(), v.number()]);
const NotZero = v.pipe(v.number(), v.notValue(0));
const FileName = v.pipe(
  v.string(),
  v.regex(/^[^/\\]+$/u, 'must be the name of a file in the folder'),
);

const Input = v.strictObject({
  width: Side,
  height: Side,
  layout: v.optional(v.picklist(['NCHW', 'NHWC']), 'NCHW'),
  type: v.optional(v.picklist(['float32', 'uint8']), 'float32'),
  channels: v.optional(v.picklist(['RGB', 'BGR']), 'RGB'),
  scale: v.optional(NotZero, 255),
  mean: v.optional(Three, [0, 0, 0]),
  std: v.optional(v.tuple([NotZero, NotZero, NotZero]), [1, 1, 1]),
  fit: v.optional(v.picklist(['stretch', 'bars']), 'stretch'),
});

const common = {
  name: v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/u, 'must be letters, digits and any of . _ -')),
  file: v.optional(FileName, 'model.onnx'),
  labels: v.optional(FileName, 'labels.txt'),
  input: Input,
  activation: v.optional(v.picklist(['none', 'softmax', 'sigmoid']), 'none'),
  threshold: v.optional(v.pipe(v.number(), v.gtValue(0), v.ltValue(1)), 0.5),
};

const Manifest = v.variant('kind', [
  v.strictObject({
    ...common,
    kind: v.literal('classifier'),
    outputs: v.strictObject({ scores: v.string() }),
  }),
  v.strictObject({
    ...common,
    kind: v.literal('detector'),
    outputs: v.strictObject({
      boxes: v.string(),
      scores: v.string(),
      classes: v.optional(v.string()),
    }),
    boxes: v.strictObject({
      order: v.picklist(['xyxy', 'yxyx', 'cxcywh']),
      unit: v.picklist(['pixels', 'ratios']),
    }),
  }),
]);

export type Manifest = v.InferOutput<typeof Manifest>;

/** The folder's description of its model, with the labels in the order of its classes; an empty one is ignored. */
export type OwnModel = { folder: string; manifest: Manifest; labels: string[] };

/** Reads the description of the model in the folder. Throws an `OwnModelError` that says what is wrong with it. */
export const readOwnModel = async (folder: string): Promise<OwnModel> => {
  const manifest = parseManifest(await readText(folder, MANIFEST));
  const { size } = await statOf(folder, manifest.file);
  if (size > MAX_MODEL_BYTES) throw new OwnModelError(`${manifest.file} is larger than 500 MB`);
  const text = await readText(folder, manifest.labels);
  return {
    folder,
    manifest,
    labels: text
      .trimEnd()
      .split(/\r?\n/u)
      .map((line) => line.trim()),
  };
};

const parseManifest = (text: string): Manifest => {
  const parsed = v.safeParse(Manifest, parseJson(text));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw new OwnModelError(`${MANIFEST}: ${place ? `${place}: ` : ''}${issue.message}`);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new OwnModelError(`${MANIFEST} is not JSON`, { cause });
  }
};

const readText = async (folder: string, name: string): Promise<string> => {
  const { size } = await statOf(folder, name);
  if (size > MAX_TEXT_BYTES) throw new OwnModelError(`${name} is larger than 1 MB`);
  return readFile(path.join(folder, name), 'utf8');
};

const statOf = async (folder: string, name: string) => {
  const file = path.join(folder, name);
  const found = await stat(file).catch((cause: unknown) => {
    throw new OwnModelError(`${file} cannot be read`, { cause });
  });
  if (!found.isFile()) throw new OwnModelError(`${file} is not a file`);
  return found;
};
