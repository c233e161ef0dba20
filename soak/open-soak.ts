import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSlowRekognition } from '../local/src/testing/slow-rekognition.ts';
import { viewBank } from './bank-view.ts';
import { openDoors } from './doors.ts';
import { openEngine } from './engine.ts';
import { drawFilms } from './films.ts';
import { mountSmallDisk } from './small-disk.ts';
import { soakStacks } from './soak-stacks.ts';

const DISK_BYTES = 256 * 1024 ** 2;
const DISK_BYTES_PER_VIDEO = 2 * 1024 ** 2;
export const LABELS_A_SECOND = 20;

export type OpenSoak = Awaited<ReturnType<typeof openSoak>>;

/** An engine on a small disk with its own clock, and everything that uses it; closed with `running`. */
export const openSoak = async (videos: number, running: AsyncDisposableStack) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'soak-'));
  running.defer(() => rm(folder, { recursive: true, force: true }));
  const [stateDir, clockFile] = [path.join(folder, 'state'), path.join(folder, 'clock')];
  writeFileSync(clockFile, '0');
  const disk = mountSmallDisk(stateDir, DISK_BYTES + videos * DISK_BYTES_PER_VIDEO);
  if (disk) running.defer(disk.unmount);
  const rekognition = await startSlowRekognition({ calls: LABELS_A_SECOND, everyMs: 1000 });
  running.defer(rekognition.stop);
  const stacks = await soakStacks({ clockFile, rekognition: rekognition.url });
  const engine = await openEngine({ stateDir, stacks }, { folder, clockFile });
  running.defer(engine.kill);
  const doors = openDoors(engine.urls);
  running.defer(doors.close);
  const view = viewBank(engine.urls.aws, doors.s3);
  running.defer(view.close);
  return { stateDir, clockFile, disk, engine, doors, view, filmOf: await drawFilms(folder) };
};
