import { wholeBytes } from '../ffmpeg/frame-files.ts';

/** Makes a file with one setting after the other, best first, until it is small enough; false if none of them is. */
export const withinBudget = async <Setting>(
  file: string,
  maxBytes: number,
  { settings, make }: { settings: Setting[]; make: (setting: Setting) => Promise<unknown> },
): Promise<boolean> => {
  for (const setting of settings) {
    await make(setting);
    const bytes = wholeBytes(file);
    // Nothing was written: other settings would not help.
    if (bytes === 0) return false;
    if (bytes <= maxBytes) return true;
  }
  return false;
};
