import type { Config } from 'jest';

// Node strips the types itself, so tests run the very files that are shipped.
const config: Config = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  modulePathIgnorePatterns: ['/.local/', '/.build/', '/.serverless/', '/.esbuild/'],
  testTimeout: 30_000,
  // Some handle of the engine or of a browser outlives its test: without this the runner waits for it for ever.
  forceExit: true,
};

export default config;
