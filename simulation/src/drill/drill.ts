import { asClient } from '../clients/client.ts';
import { deleteOnPage, removeObject } from '../clients/owner.ts';
import { uploadByPage } from '../clients/page.ts';
import { askForDeletion, sendToBot } from '../clients/person.ts';
import { checkEnd, liveToTheEnd, type Result, resultOf, type Stage } from '../history.ts';
import { fileOf } from '../models/film.ts';
import { BUCKETS } from '../names.ts';
import { begin, isQuiet, type Run } from '../run.ts';
import { createWorld } from '../world/world.ts';
import { caseOf, type DrillCase } from './drill-case.ts';
import { drillFaults } from './drill-faults.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const FILM = 'garden';
const COPY = 1;
const OTHER_FILM = 'street';
const OTHER_COPY = 2;
const PAUSE_MS = [0, 1_200_000] as const;
const KEY = 'videos/gate/2026-11-22_12-00-00.mp4';
const GLANCE_MS = 1000;

/**
 * One video, deleted at one moment of its way, with one death after that. When all is over, everything that was ever
 * delivered comes again; nothing may be left of the video then, and nothing may come back.
 */
export const drill = async (number: number, stage: Stage): Promise<Result> => {
  await stage.forget();
  const given = caseOf(number);
  const world = createWorld({ seed: number, startMs: NOON });
  const due = Promise.withResolvers<undefined>();
  const faults = drillFaults(given, () => due.resolve(undefined));
  const run = begin(world, faults, stage.handlers);
  let left = 0;
  const start = (name: string, work: () => Promise<void>) => {
    left += 1;
    void asClient(name, world, work).then(() => (left -= 1));
  };
  start(given.door, () => send(given, run));
  start(given.by, async () => {
    await due.promise;
    await remove(given, run);
  });
  // A moment that never comes is after the end.
  start('nobody', async () => {
    while (!isOver(run)) await world.sleep(GLANCE_MS);
    due.resolve(undefined);
  });
  await liveToTheEnd(run, { areDone: () => left === 0 });
  checkEnd(run, stage);
  run.cloud.deliverAgain();
  await liveToTheEnd(run, { areDone: () => true });
  checkEnd(run, stage);
  if (!isDeleted(given, run)) run.proof.violate('nobody has deleted the video');
  return resultOf(number, run, NOON);
};

const isOver = (run: Run) => run.proof.uploads.length > 0 && isQuiet(run);

const send = ({ door }: DrillCase, run: Run): Promise<void> => {
  if (door === 'page') return uploadByPage(run, FILM, COPY);
  if (door === 'person') return sendToBot(run, FILM, COPY);
  run.cloud.bucket(BUCKETS.source).put(KEY, { body: fileOf(FILM, COPY) });
  return Promise.resolve();
};

const remove = async ({ by, then }: DrillCase, run: Run) => {
  if (by === 'sender') return askForDeletion(run, COPY);
  const { proof, world } = run;
  let [upload] = proof.uploads;
  for (; !upload; [upload] = proof.uploads) await world.sleep(GLANCE_MS);
  if (by === 'storage') return removeObject(run, upload);
  // It cannot be deleted before the page knows it.
  while (!(await deleteOnPage(run, upload))) await world.sleep(GLANCE_MS);
  if (!then) return;
  const body = then === 'same video' ? upload.file : fileOf(OTHER_FILM, OTHER_COPY);
  await world.sleep(world.random.whole(...PAUSE_MS));
  run.cloud.bucket(BUCKETS.source).put(upload.key, { body });
};

const isDeleted = ({ by, deliveries }: DrillCase, { proof }: Run): boolean => {
  const [upload] = proof.uploads;
  // A yes that comes too late deletes nothing, and one that comes first stops the video before it is stored.
  if (by === 'sender' && (deliveries === 'late' || !upload)) return true;
  return upload !== undefined && (proof.isDeleted(upload.id) || proof.isRemoved(upload.id));
};
