import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Uses Node's own modules without importing them: an import evaluates everything the module exports, including `fetch`
 * and `WebSocket`, which is a tenth of a cold start.
 */
const builtinsByNeed: Plugin = {
  name: 'builtins-by-need',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path, kind }) =>
      isBuiltin(path) && kind === 'import-statement' ? { path, namespace: 'builtin' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * Omits all credential providers but the environment, where functions get theirs:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const credentialsFromEnvironment: Plugin = {
  name: 'credentials-from-environment',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'credentials',
      namespace: 'environment',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /./, namespace: 'environment' }, ({ pluginData }) => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      resolveDir: String(pluginData),
    }));
  },
};

/** The esbuild plugins for every function, besides the options in esbuild.yml. */
export default [builtinsByNeed, credentialsFromEnvironment];
