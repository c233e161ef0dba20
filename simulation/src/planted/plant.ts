import { registerHooks } from 'node:module';
import { BUGS } from './bugs.ts';

const ROOT = new URL('../../../', import.meta.url);

/** Plants a bug: replaces one text, which must occur exactly once, in a file that is loaded afterwards. */
export const plant = (name: string): void => {
  const bug = BUGS[name];
  if (!bug) throw new Error(`There is no bug ${name}`);
  const { file, right, wrong } = bug;
  const planted = new URL(file, ROOT).href;
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (url !== planted) return loaded;
      const parts = textOf(loaded.source).split(right);
      if (parts.length !== 2)
        throw new Error(`${name}: its place is ${parts.length - 1} times in ${file}`);
      return { ...loaded, source: parts.join(wrong) };
    },
  });
};

// Node passes the content it has read from disk as bytes.
const textOf = (source: unknown) =>
  source instanceof Uint8Array ? Buffer.from(source).toString() : '';
