import { realpathSync } from 'node:fs';
import { isBuiltin, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Resolves packages only in the bundle and its layers: unlike AWS, this machine may have others in a folder above the
 * unpacked bundle.
 */
export const limitPackagesTo = (folders: string[]) => {
  const roots = folders.map((folder) => pathToFileURL(realpathSync(folder)).href + path.posix.sep);
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      if (!isPackage(specifier) || roots.some((root) => resolved.url.startsWith(root))) {
        return resolved;
      }
      throw Object.assign(new Error(`Cannot find package '${specifier}'`), {
        code: 'ERR_MODULE_NOT_FOUND',
      });
    },
  });
};

const isPackage = (specifier: string) =>
  /^[@\w]/u.test(specifier) && !isBuiltin(specifier) && !URL.canParse(specifier);
