import { FILM_NAMES } from '../models/film.ts';
import type { Run } from '../run.ts';
import { recordByCamera, recordLongAgo } from './camera.ts';
import { asClient } from './client.ts';
import { demandDeletion } from './facebook.ts';
import { browse, deleteOne, dropStray, keepOne } from './owner.ts';
import { uploadByPage } from './page.ts';
import { askForDeletion, sendToBot } from './person.ts';
import { askWhere } from './seeker.ts';

const HOUR_MS = 3_600_000;
// Clients begin in this part of the time in which things go wrong.
const BUSY_SHARE = 0.6;
const MOST_VIDEOS = 4;

type Start = (name: string, work: () => Promise<void>) => void;

/** Lets those begin who use the system in this history. */
export const startClients = (run: Run, hours: number) => {
  const { world } = run;
  let left = 0;
  const start: Start = (name, work) => {
    left += 1;
    world.later(world.random.next() * hours * HOUR_MS * BUSY_SHARE, () => {
      void asClient(name, world, work).then(() => (left -= 1));
    });
  };
  for (let copy = world.random.whole(1, MOST_VIDEOS); copy > 0; copy--)
    startVideo(run, copy, start);
  startOthers(run, start);
  return { areDone: () => left === 0 };
};

const DOORS = ['page', 'page', 'person', 'person', 'camera', 'camera', 'old camera'] as const;

const startVideo = (run: Run, copy: number, start: Start) => {
  const { random } = run.world;
  const film = random.pick(FILM_NAMES);
  const door = random.pick(DOORS);
  const name = `${door} ${copy}`;
  if (door === 'page') start(name, () => uploadByPage(run, film, copy));
  else if (door === 'camera') start(name, () => recordByCamera(run, film, copy));
  else if (door === 'old camera') {
    start(name, () => recordLongAgo(run, film, copy));
    if (random.chance(0.5)) start('owner', () => keepOne(run));
  } else startPerson(run, copy, start);
};

const startPerson = (run: Run, copy: number, start: Start) => {
  const { random } = run.world;
  const sent = random.chance(0.8)
    ? random.pick(FILM_NAMES)
    : random.pick(['junk', 'text'] as const);
  start(`person ${copy}`, () => sendToBot(run, sent, copy));
  // Somebody who has had a hint may get the same one again, for another message.
  if (sent !== 'text' && random.chance(0.2))
    start(`person ${copy}`, () => askForDeletion(run, copy));
  if (random.chance(0.1)) start('Facebook', () => demandDeletion(run, copy));
};

const startOthers = (run: Run, start: Start) => {
  const { random } = run.world;
  if (random.chance(0.5)) start('owner', () => deleteOne(run));
  if (random.chance(0.1)) start('stranger', () => dropStray(run));
  if (random.chance(0.3)) start('owner', () => browse(run));
  if (random.chance(0.6))
    for (let asks = random.whole(1, 4); asks > 0; asks--) start('seeker', () => askWhere(run));
};
