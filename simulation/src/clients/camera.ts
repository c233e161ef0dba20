import { OLD_CAMERA } from '../handlers.ts';
import { BUCKETS } from '../names.ts';
import { type FilmName, fileOf, FILM_NAMES } from '../models/film.ts';
import type { ClientPorts } from './client.ts';

/** A camera that puts films into the bucket, sometimes another one under the same name. */
export const recordByCamera = async (
  { world, cloud }: ClientPorts,
  film: FilmName,
  copy: number,
) => {
  const { random } = world;
  const source = cloud.bucket(BUCKETS.source);
  const own = random.chance(0.2);
  const key = own
    ? `videos/${random.uuid()}/cam ${copy}.mp4`
    : `videos/gate/2026-11-22_10-00-0${copy}.mp4`;
  // A program that creates the file first and fills it later.
  if (random.chance(own ? 0.6 : 0.1)) {
    source.put(key, { body: Buffer.alloc(0) });
    await world.sleep(random.whole(100, 600_000));
  }
  source.put(key, { body: fileOf(film, copy) });
  if (own || !random.chance(0.15)) return;
  await world.sleep(random.whole(100, 600_000));
  source.put(key, { body: fileOf(random.pick(FILM_NAMES), copy + 100) });
};

const DAYS_AGO_MS = 2 * 86_400_000;

/** A camera whose film has been in the bucket for longer than it may, though S3 publishes it only now. */
export const recordLongAgo = async (
  { world, cloud }: ClientPorts,
  film: FilmName,
  copy: number,
): Promise<void> => {
  const key = `videos/${OLD_CAMERA}/film ${copy}.mp4`;
  const storedAt = world.now() - DAYS_AGO_MS;
  cloud.bucket(BUCKETS.source).put(key, { body: fileOf(film, copy), storedAt });
  await world.sleep(0);
};
