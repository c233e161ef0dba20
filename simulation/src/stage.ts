import { installFetch, theCloud } from './cloud/the-cloud.ts';
import { installModels } from './loader.ts';
import type { Stage } from './history.ts';
import { installSdkSeam } from './world/sdk-seam.ts';
import { installVirtualGlobals } from './world/virtual-globals.ts';

/**
 * Loads the services over the models, once per process. Replacements must be in place before the services are loaded.
 */
export const setStage = async (): Promise<Stage> => {
  installVirtualGlobals();
  installModels();
  installFetch();
  const forget = installSdkSeam((question) => theCloud().answer(question));
  const { loadHandlers } = await import('./handlers.ts');
  const { learnReferences } = await import('./learn-references.ts');
  const handlers = await loadHandlers();
  return { handlers, forget, references: await learnReferences(handlers) };
};
