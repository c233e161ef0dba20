import { setFlagsFromString } from 'node:v8';
import type { InferenceSession, Tensor } from 'onnxruntime-web';

// V8 optimizes WebAssembly while it runs, on all cores at once; each of these compilations takes up to 50 MB.
setFlagsFromString('--wasm-num-compilation-tasks=1');

// After a thousand calls of an imported function, V8 compiles a wrapper for it, which all threads share. If one thread
// frees a wrapper while another starts to use it, V8 aborts the process (https://github.com/nodejs/node/issues/64500).
// The generic wrapper is fast enough: the runtime calls few imports.
setFlagsFromString('--wasm-wrapper-tiering-budget=2147483647');

/** The types of input pictures and output scores. */
export type Values =
  | { type: 'float32'; shape: readonly number[]; data: Float32Array }
  | { type: 'uint8'; shape: readonly number[]; data: Uint8Array }
  | { type: 'int64'; shape: readonly number[]; data: BigInt64Array };

export type Outputs = Record<string, Tensor>;

export type Session = Awaited<ReturnType<typeof openSession>>;

/** An ONNX model that runs on WebAssembly, in the calling thread. */
export const openSession = async (model: Uint8Array) => {
  const { env, InferenceSession, Tensor } = await import('onnxruntime-web');
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { mjs: import.meta.resolve('./start-onnxruntime.ts') };
  env.logLevel = 'error';
  const session = await InferenceSession.create(model, {
    executionProviders: ['wasm'],
    logSeverityLevel: 3,
  });
  return {
    inputs: session.inputMetadata,
    outputs: session.outputMetadata,
    run: async (input: Record<string, Values>): Promise<Outputs> => {
      const feeds = Object.entries(input).map(([name, value]) => [name, tensorOf(value, Tensor)]);
      return session.run(Object.fromEntries(feeds) as InferenceSession.FeedsType);
    },
  };
};

const tensorOf = ({ type, data, shape }: Values, TensorClass: typeof Tensor): Tensor => {
  if (type === 'float32') return new TensorClass(type, data, shape);
  if (type === 'uint8') return new TensorClass(type, data, shape);
  return new TensorClass(type, data, shape);
};

/** The values of a float output. */
export const floatsOf = (outputs: Outputs, name: string): Float32Array => {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new Error(`The model answers without ${name}, or not with floats`);
};

/** The values of an integer output, or of floats that represent integers. */
export const numbersOf = (outputs: Outputs, name: string): number[] => {
  const data = outputs[name]?.data;
  if (data === undefined || typeof data[0] === 'string')
    throw new Error(`The model answers without ${name}`);
  return Array.from<unknown, number>(data, Number);
};
