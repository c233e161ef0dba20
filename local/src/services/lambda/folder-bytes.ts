import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** What the files in a folder and below take; 0 if there is no such folder. */
export const folderBytes = (dir: string): number => {
  try {
    // Files come and go while they are counted: what cannot be read is looked at again the next time.
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + fileBytes(path.join(parentPath, name)), 0);
  } catch {
    return 0;
  }
};

const fileBytes = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
