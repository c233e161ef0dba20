import { registerHooks } from 'node:module';

const at = (path: string) => new URL(path, import.meta.url).href;

/** What is replaced: FFmpeg, Facebook's CDN, the log and CloudWatch. Everything else is the deployed code. */
const REPLACED = new Map([
  [at('../../video-service/src/create-gif/previews-adapter.ts'), at('models/previews-adapter.ts')],
  [
    at('../../video-service/src/create-captures/captures-adapter.ts'),
    at('models/captures-adapter.ts'),
  ],
  [at('../../facebook-service/src/cdn/read-url.ts'), at('models/read-url.ts')],
  [at('../../shared/src/log.ts'), at('models/log.ts')],
  [at('../../shared/src/metrics.ts'), at('models/metrics.ts')],
]);

/** Substitutes the models in everything that is imported afterwards. */
export const installModels = (): void =>
  void registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context);
      const model = REPLACED.get(found.url);
      return model === undefined ? found : { ...found, url: model };
    },
  });
