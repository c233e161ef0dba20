/** What TypeScript declares for browsers only. */
declare namespace WebAssembly {
  type Module = object;
  type Instance = { exports: Record<string, unknown> };
  const compile: (wasm: Uint8Array) => Promise<Module>;
  const Instance: new (module: Module, imports: object) => Instance;
}

/** https://emscripten.org/docs/api_reference/module.html#Module.instantiateWasm */
type InstantiateWasm = (
  imports: object,
  onInstance: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
) => void;

declare module 'onnxruntime-web/ort-wasm-simd-threaded.mjs' {
  export default function start(options: { instantiateWasm: InstantiateWasm }): Promise<object>;
}
