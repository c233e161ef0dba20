import path from 'node:path';
import { build } from 'vite';

/** A Serverless plugin that builds the page before bundling, because one of the functions serves it. */
export default class BuildPage {
  readonly hooks = {
    'before:package:createDeploymentArtifacts': () =>
      build({ configFile: path.join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' }),
  };
}
