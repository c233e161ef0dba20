import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from './context.ts';

export type Handler = (event: unknown, context: Context) => unknown;

const EXTENSIONS = ['.js', '.mjs', '.cjs'];
const CALLBACK_PARAMETERS = 3;

/** The function that a handler string such as `src/create-gif/handler.handler` names; errors as on AWS. */
export const loadHandler = async (root: string, handlerString: string): Promise<Handler> => {
  const { modulePath, names } = parse(handlerString);
  const module = await importModule(path.resolve(root, modulePath));
  const handler = lookUp(module, names) ?? lookUp(module['default'], names);
  if (typeof handler !== 'function') {
    throw runtimeError('HandlerNotFound', `${handlerString} is undefined or not exported`);
  }
  if (handler.length >= CALLBACK_PARAMETERS) {
    throw runtimeError(
      'CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24',
    );
  }
  return handler as Handler;
};

const parse = (handlerString: string) => {
  const { dir, base } = path.posix.parse(handlerString);
  const [file, ...names] = base.split('.');
  if (!file || names.length === 0) throw runtimeError('MalformedHandlerName', 'Bad handler');
  return { modulePath: path.posix.join(dir, file), names };
};

const importModule = async (modulePath: string): Promise<Record<string, unknown>> => {
  const file = EXTENSIONS.map((extension) => modulePath + extension).find(existsSync);
  if (!file) throw runtimeError('ImportModuleError', `Error: Cannot find module '${modulePath}'`);
  try {
    // The type of a module that is known only at run time.
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) throw renamed(error, 'UserCodeSyntaxError');
    if (error instanceof Error && 'code' in error && MISSING_MODULE.has(error.code)) {
      throw renamed(error, 'ImportModuleError');
    }
    throw error;
  }
};

const MISSING_MODULE = new Set<unknown>(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);

const lookUp = (module: unknown, names: string[]) =>
  names.reduce<unknown>(
    (value, name) =>
      value !== null && (typeof value === 'object' || typeof value === 'function')
        ? (value as Record<string, unknown>)[name]
        : undefined,
    module,
  );

const runtimeError = (name: string, message: string) => renamed(new Error(message), name);

const renamed = (error: Error, name: string) =>
  Object.assign(new Error(error.message, { cause: error }), {
    name: `Runtime.${name}`,
    stack: error.stack,
  });
