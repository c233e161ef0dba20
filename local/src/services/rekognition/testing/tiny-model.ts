import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { floatBytes, int64Bytes, writeOnnx, type OnnxGraph } from '../onnx/write-onnx.ts';

const SIDE = 8;
const PICTURE: OnnxGraph['inputs'][number] = {
  name: 'picture',
  type: 'float32',
  shape: [1, 3, SIDE, SIDE],
};

/** A classifier that returns how red, green and blue a picture is, each from 0 to 1. */
export const colourClassifier = (): Uint8Array =>
  writeOnnx({
    inputs: [PICTURE],
    outputs: [{ name: 'colours', type: 'float32', shape: [1, 3] }],
    constants: [],
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['picture'], outputs: ['averages'] },
      { op: 'Flatten', inputs: ['averages'], outputs: ['colours'] },
    ],
  });

/** A detector that finds two boxes in every picture; the confidence of the second is the picture's redness. */
export const redDetector = (): Uint8Array =>
  writeOnnx({
    inputs: [PICTURE],
    outputs: [
      { name: 'boxes', type: 'float32', shape: [1, 2, 4] },
      { name: 'scores', type: 'float32', shape: [1, 2] },
      { name: 'classes', type: 'int64', shape: [1, 2] },
    ],
    constants: [
      { name: 'c', type: 'float32', shape: [1, 2, 4], bytes: floatBytes(0, 0, 4, 4, 4, 2, 8, 8) },
      { name: 'one', type: 'float32', shape: [1], bytes: floatBytes(0.75) },
      { name: 'k', type: 'int64', shape: [1, 2], bytes: int64Bytes(1, 0) },
      { name: 'first', type: 'int64', shape: [1], bytes: int64Bytes(0) },
    ],
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['picture'], outputs: ['averages'] },
      { op: 'Gather', inputs: ['averages', 'first'], outputs: ['red'], attributes: { axis: 1 } },
      { op: 'Flatten', inputs: ['red'], outputs: ['redness'] },
      { op: 'Unsqueeze', inputs: ['one', 'first'], outputs: ['sure'] },
      { op: 'Concat', inputs: ['sure', 'redness'], outputs: ['scores'], attributes: { axis: 1 } },
      { op: 'Identity', inputs: ['c'], outputs: ['boxes'] },
      { op: 'Identity', inputs: ['k'], outputs: ['classes'] },
    ],
  });

export const CLASSIFIER = {
  name: 'colours-1',
  kind: 'classifier',
  input: { width: SIDE, height: SIDE },
  outputs: { scores: 'colours' },
};

export const DETECTOR = {
  name: 'reds-1',
  kind: 'detector',
  input: { width: SIDE, height: SIDE },
  outputs: { boxes: 'boxes', scores: 'scores', classes: 'classes' },
  boxes: { order: 'xyxy', unit: 'pixels' },
};

type Folder = { manifest: object | string; labels: string[]; model: Uint8Array };

/** A folder for `LABELS_MODEL`. */
export const writeModelFolder = async (folder: string, { manifest, labels, model }: Folder) => {
  await mkdir(folder, { recursive: true });
  const json = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  await writeFile(path.join(folder, 'model.json'), json);
  await writeFile(path.join(folder, 'labels.txt'), `${labels.join('\n')}\n`);
  await writeFile(path.join(folder, 'model.onnx'), model);
  return folder;
};
