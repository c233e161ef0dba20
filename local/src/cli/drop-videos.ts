import { rm } from 'node:fs/promises';
import path from 'node:path';
import { SAMPLE_SESSION_ID, videoKey } from '@video-service/shared/keys';
import { drawSample } from '../sample/draw-sample.ts';
import type { Bank } from './bank.ts';
import type { Display } from './display.ts';
import { explain } from './explain.ts';
import type { VideoFile } from './video-files.ts';

export type DropPorts = { bank: Pick<Bank, 'drop' | 'isEmpty'>; display: Display };

/** Uploads the files one after the other and names each one that fails; false if there is one. */
export const dropFiles = async (
  files: VideoFile[],
  { bank, display }: DropPorts,
): Promise<boolean> => {
  let allDropped = true;
  for (const file of files) {
    const title = path.basename(file.key);
    display.set(file.key, { title, parts: ['uploading'], since: Date.now() });
    try {
      await bank.drop(file);
    } catch (error) {
      // It may have been removed since it was checked.
      display.print(`${title} could not be uploaded: ${explain(error)}`);
      allDropped = false;
    }
    display.remove(file.key);
  }
  return allDropped;
};

/** Draws the sample clip and uploads it, if the bank is empty. */
export const dropSample = async (
  ffmpeg: string,
  { stateDir, ...ports }: DropPorts & { stateDir: string },
) => {
  if (!(await ports.bank.isEmpty())) return;
  const file = path.join(stateDir, 'sample.mp4');
  ports.display.set('sample', { title: 'Drawing a sample', parts: [], since: Date.now() });
  await drawSample(file, { ffmpeg });
  ports.display.remove('sample');
  await dropFiles([{ path: file, key: videoKey(SAMPLE_SESSION_ID, 'sample.mp4') }], ports);
  await rm(file);
};
