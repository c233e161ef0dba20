import path from 'node:path';
import { build } from 'vite';

/** Serverless plugin: builds the page before the functions are bundled, one of which serves it. */
export default class BuildPage {
  readonly hooks = {
    'before:package:createDeploymentArtifacts': () =>
      build({ configFile: path.join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' }),
  };
}
