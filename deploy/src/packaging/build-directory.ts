import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from './lock.ts';

/** The stage for this machine, which only an engine accepts. */
export const LOCAL_STAGE = 'local';

/** Does the work while nobody else packages or deploys: all of them write to the project's build directory. */
export const inBuildDirectory = async <Result>(
  root: string,
  work: (build: string) => Promise<Result>,
): Promise<Result> => {
  const build = path.join(root, '.build');
  await mkdir(build, { recursive: true });
  return withLock(path.join(build, 'lock'), () => work(build));
};
