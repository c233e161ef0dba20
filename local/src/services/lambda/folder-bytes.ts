import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The total size of the files in a folder and below; 0 if there is no such folder. */
export const folderBytes = (dir: string): number => {
  try {
    // Files come and go during the count: what cannot be read is checked again next time.
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + fileBytes(path.join(parentPath, name)), 0);
  } catch {
    return 0;
  }
};

const fileBytes = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
