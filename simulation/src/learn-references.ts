import type { Handlers } from './handlers.ts';
import { fileOf, FILM_NAMES, type FilmName } from './models/film.ts';
import { BUCKETS } from './names.ts';
import { metadataIn } from './proof/metadata-history.ts';
import { projectionOf } from './proof/projection.ts';
import { createReferences, type References } from './proof/references.ts';
import { asClient } from './clients/client.ts';
import { browse, deleteOne } from './clients/owner.ts';
import { uploadByPage } from './clients/page.ts';
import { sendToBot } from './clients/person.ts';
import { askBothWays } from './clients/seeker.ts';
import { begin, isQuiet, live, type Run } from './run.ts';
import { noFaults } from './world/faults.ts';
import { createWorld } from './world/world.ts';

const DAY = Date.UTC(2026, 10, 22);
const HOURS = 30;

/** The result of each film when nothing goes wrong. Afterwards the SDK has read all the files it looks for. */
export const learnReferences = async (handlers: Handlers): Promise<References> => {
  await useEverything(handlers);
  const references = createReferences();
  for (const file of [Buffer.alloc(0), ...FILM_NAMES.map((film) => fileOf(film, 0))]) {
    const run = calm(handlers);
    run.cloud.bucket(BUCKETS.source).put('videos/reference.mp4', { body: file });
    await live(run, { isOver: () => isQuiet(run), hours: HOURS });
    const [id = ''] = run.proof.uploads.map((upload) => upload.id);
    const object = run.cloud.bucket(BUCKETS.renders).get(`${id}/metadata.json`);
    if (!object)
      throw new Error(`An undisturbed run fails:\n${run.world.trace.lines().join('\n')}`);
    references.learn(file, projectionOf(metadataIn(object)));
  }
  return references;
};

const calm = (handlers: Handlers): Run =>
  begin(createWorld({ seed: 0, startMs: DAY }), noFaults, handlers);

// Real files take real time, so they must be read before the first seed.
const useEverything = async (handlers: Handlers) => {
  const run = calm(handlers);
  const { world } = run;
  let left = 0;
  const start = (work: () => Promise<void>) => {
    left += 1;
    void asClient('first user', world, work).then(() => (left -= 1));
  };
  const films: FilmName[] = ['garden', 'garden', 'garden', 'street', 'street', 'street', 'tiny'];
  for (const [copy, film] of films.entries()) start(() => uploadByPage(run, film, copy));
  start(() => sendToBot(run, 'night', 8));
  start(async () => {
    await world.sleep(3_600_000);
    await askBothWays(run);
    await deleteOne(run);
    await browse(run);
  });
  await live(run, { isOver: () => left === 0 && isQuiet(run), hours: HOURS, isPatient: true });
};
