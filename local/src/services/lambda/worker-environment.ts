import path from 'node:path';
import { REGION } from '../../engine/account.ts';
import type { FunctionConfig } from './function-config.ts';

export type WorkerPlace = {
  awsEndpoint: string;
  compileCacheDir: string;
  runtimeApi: string;
  tempDir: string;
};

/**
 * A worker's whole environment, without anything of the engine's own: the function's variables and the names that AWS
 * reserves. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const workerEnvironment = (config: FunctionConfig, place: WorkerPlace) => ({
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  ...layerPaths(config.layerDirs),
  AWS_ENDPOINT_URL: place.awsEndpoint,
  ...config.environment,
  _HANDLER: config.handler,
  AWS_ACCESS_KEY_ID: config.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: config.credentials.secretAccessKey,
  ...(config.credentials.sessionToken && { AWS_SESSION_TOKEN: config.credentials.sessionToken }),
  AWS_DEFAULT_REGION: REGION,
  AWS_REGION: REGION,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: config.name,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${config.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: path.basename(place.tempDir),
  AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
  LAMBDA_TASK_ROOT: config.codeDir,
  TMPDIR: place.tempDir,
  // Compiled bundles are kept between cold starts; the bootstrap hides this variable from the handler.
  NODE_COMPILE_CACHE: place.compileCacheDir,
});

// On AWS layers are merged under /opt, later over earlier, and /opt/bin comes last on PATH. Here it comes first: this
// machine may have another FFmpeg in /usr/bin, and Amazon Linux has none.
const layerPaths = (layerDirs: string[]) => {
  const inLayers = (...dirs: string[]) =>
    layerDirs.toReversed().flatMap((layer) => dirs.map((dir) => path.join(layer, dir)));
  const libraries = inLayers('lib');
  return {
    PATH: [...inLayers('bin'), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    NODE_PATH: inLayers('nodejs/node24/node_modules', 'nodejs/node_modules').join(':'),
    ...(libraries.length > 0 && { LD_LIBRARY_PATH: libraries.join(':') }),
  };
};
