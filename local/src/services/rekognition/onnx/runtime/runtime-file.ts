import type { WeightFile } from '../../models/weights.ts';

/** ONNX Runtime's WebAssembly. */
export const RUNTIME_FILE: WeightFile = {
  package: 'onnxruntime-web',
  path: 'ort-wasm-simd-threaded.wasm',
  sha256: '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
};
