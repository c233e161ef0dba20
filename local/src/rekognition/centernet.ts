import { fileURLToPath } from 'node:url';
import { dispose, ready, setBackend, tensor4d } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModelSync } from '@tensorflow/tfjs-converter';
import { centerNetFor } from './centernet-graph.ts';
import { CELL_PIXELS, type FrameSize, type HeatMaps } from './heat-maps.ts';

const CLASSES = 80;

/**
 * MB3-CenterNet, ready to run on frames of one size (RGB, three bytes a pixel) whose sides are multiples of
 * 32. Its weights come with `@vladmandic/human` and know the 80 classes of COCO.
 */
export const loadCenterNet = async (size: FrameSize): Promise<(rgb: Uint8Array) => HeatMaps> => {
  await useWasm();
  const model = loadGraphModelSync(centerNetFor(size));
  return (rgb) => {
    const frame = tensor4d(new Float32Array(rgb), [1, size.height, size.width, 3]);
    const outputs = [model.execute(frame, ['tower_0/keypoints', 'tower_0/wh'])].flat();
    const [scores, reaches] = outputs.map((output) => output.dataSync<'float32'>());
    dispose([frame, ...outputs]);
    if (!scores || !reaches) throw new Error('The model answered without maps');
    return {
      columns: size.width / CELL_PIXELS,
      rows: size.height / CELL_PIXELS,
      classes: CLASSES,
      scores,
      reaches,
    };
  };
};

const useWasm = async () => {
  const folder = new URL('.', import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(fileURLToPath(folder));
  await setBackend('wasm');
  await ready();
};
