import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { keptFiles } from './kept-files.ts';

// V8 aborts the process if an intrinsic is misused, and another V8 may expect other arguments.
const KNOWN_V8 = '13.6.233.';

/**
 * WebAssembly with the machine code kept by an earlier process, if it is intact and matches; otherwise V8 compiles it.
 * Browsers keep the code of each module they fetch (https://v8.dev/blog/wasm-code-caching). Node has no API for this,
 * so V8's intrinsics are called.
 */
export const startWasm = async (wasm: Uint8Array, imports: object, files = keptFiles()) => {
  const isKnown = process.versions.v8.startsWith(KNOWN_V8);
  const digest = createHash('sha256').update(wasm).digest('hex');
  const name = `${digest}-${process.version}-${process.arch}`;
  const code = isKnown ? await files.read(name) : undefined;
  const kept = code && deserialize(code, wasm);
  const module = kept ?? (await WebAssembly.compile(wasm));
  const instance = new WebAssembly.Instance(module, imports);
  return {
    module,
    instance,
    wasKept: kept !== undefined,
    /** Keeps what V8 has optimized so far. */
    keepCode: async (): Promise<void> => {
      const optimized = isKnown ? serialize(module, instance) : undefined;
      if (optimized && optimized.length > (kept ? code.length : 0))
        await files.keep(name, optimized);
    },
  };
};

const serialize = (module: WebAssembly.Module, { exports }: WebAssembly.Instance) => {
  // There must be something to serialize.
  const any = Object.values(exports).find((value) => typeof value === 'function');
  intrinsic('%WasmTierUpFunction(a)', any);
  return new Uint8Array(intrinsic('%SerializeWasmModule(a)', module) as ArrayBuffer);
};

// Undefined for the code of another V8, other flags or another processor.
const deserialize = (code: Uint8Array, wasm: Uint8Array) => {
  try {
    const bytes = Uint8Array.from(code).buffer;
    return intrinsic('%DeserializeWasmModule(a, b)', bytes, wasm) as WebAssembly.Module | undefined;
  } catch {
    return undefined;
  }
};

// Throws a SyntaxError if another thread has just removed the flag, which is process-wide.
const intrinsic = (call: string, ...values: unknown[]): unknown => {
  setFlagsFromString('--allow-natives-syntax');
  try {
    const run = runInThisContext(`(a, b) => ${call}`) as (...args: unknown[]) => unknown;
    return run(...values);
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
};
