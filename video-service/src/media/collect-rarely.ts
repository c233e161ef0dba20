import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow to five times what is in use before V8 collects garbage. V8 counts excerpts and pictures, a few
 * megabytes of buffers, and would mark the whole heap in almost every invocation otherwise.
 */
export const collectRarely = (): void => setFlagsFromString('--heap-growing-percent=400');
