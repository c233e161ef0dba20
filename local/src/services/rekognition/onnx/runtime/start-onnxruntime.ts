import start from 'onnxruntime-web/ort-wasm-simd-threaded.mjs';
import { readWeights } from '../../models/weights.ts';
import { startWasm } from './compiled-code.ts';
import { RUNTIME_FILE } from './runtime-file.ts';

type Started = Awaited<ReturnType<typeof startWasm>>;

let started: Started | undefined;

/** Starts ONNX Runtime, whose `env.wasm.wasmPaths` names this file, with the kept machine code. */
const startOnnxRuntime = (options: object): Promise<object> =>
  new Promise((resolve, reject) => {
    const instantiateWasm: InstantiateWasm = (imports, onInstance) => {
      openWasm(imports).then(({ instance, module }) => onInstance(instance, module), reject);
    };
    start({ ...options, instantiateWasm }).then(resolve, reject);
  });

// The runtime imports the default.
export { startOnnxRuntime as default };

/** Keeps the machine code for the next process; if that fails, each process compiles for itself. */
export const keepRuntimeCode = async (): Promise<void> => {
  await started?.keepCode().catch(() => undefined);
};

const openWasm = async (imports: object) => {
  started = await startWasm(await readWeights(RUNTIME_FILE), imports);
  return started;
};
