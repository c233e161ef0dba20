import type { Config } from 'jest';

// Node strips the types itself, so tests run exactly the files that are shipped.
const config: Config = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  modulePathIgnorePatterns: ['/.local/', '/.build/', '/.serverless/', '/.esbuild/'],
  testTimeout: 30_000,
};

export default config;
