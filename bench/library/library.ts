import { searchEngine } from './engine.ts';
import { searchMillion } from './million.ts';

/** The cost of searching a million videos, and how long the first page takes with 1,000 and 100,000 in the engine. */
export const benchLibrary = async (): Promise<boolean> => {
  const isExact = await searchMillion();
  const isFast = await searchEngine();
  return isExact && isFast;
};
