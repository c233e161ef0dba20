import { validate as isUuid } from 'uuid';

/**
 * The camera in a key under `videos/`: its first folder. Session ids and folders that are only dates (`2026-11-22`) are
 * not cameras.
 */
export const cameraOf = (key: string): string | undefined => {
  const [root, folder, file] = key.split('/');
  if (root !== 'videos' || !folder || file === undefined) return undefined;
  return isUuid(folder) || isDate(folder) ? undefined : folder;
};

const isDate = (folder: string) => /^20\d\d[-_.]?(?:\d\d(?:[-_.]?\d\d)?)?$/u.test(folder);
