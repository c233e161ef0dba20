import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const onlyIn = (places: string) => `Only ${places} may import this: see docs/architecture.md.`;

export default defineConfig(
  globalIgnores(['**/.serverless/', '**/.esbuild/', '**/.build/', '**/dist/', '.local*/']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', 200],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.contract.ts'],
    rules: { 'max-lines': ['error', 300] },
  },
  {
    // Use cases know their ports, never AWS, processes or the network.
    files: ['{video,upload,facebook}-service/src/**/*.ts'],
    ignores: [
      '**/handler.ts',
      '**/handle-*.ts',
      '**/*.test.ts',
      '*/src/{stores,media,messenger,cdn,testing}/**',
      '*/src/*/*-adapter.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@aws-sdk/*', 'node:child_process', 'node:http', 'node:https'],
              message: onlyIn(
                'handlers, stores/, media/, messenger/, cdn/, *-adapter.ts and shared',
              ),
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        {
          name: 'fetch',
          message: onlyIn('handlers, stores/, media/, messenger/, cdn/ and *-adapter.ts'),
        },
      ],
    },
  },
  {
    // The page knows its API through the types in upload-service/api, never through the code behind it.
    files: ['upload-service/www/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(\\.\\./)+src/',
              message: 'Put what page and API share into upload-service/api.',
            },
          ],
        },
      ],
    },
  },
  {
    // Fakes implement the real thing's async interface without anything to wait for.
    files: ['**/*.test.ts', '**/*.contract.ts', '**/testing/**/*.ts'],
    rules: { '@typescript-eslint/require-await': 'off' },
  },
);
