import { validate as isUuid } from 'uuid';

/**
 * The camera that a key under `videos/` names: its first folder. A session id is not a camera, and neither is a
 * folder that only says when (`2026-11-22`).
 */
export const cameraOf = (key: string): string | undefined => {
  const [root, folder, file] = key.split('/');
  if (root !== 'videos' || !folder || file === undefined) return undefined;
  return isUuid(folder) || isDate(folder) ? undefined : folder;
};

const isDate = (folder: string) => /^20\d\d[-_.]?(?:\d\d(?:[-_.]?\d\d)?)?$/u.test(folder);
