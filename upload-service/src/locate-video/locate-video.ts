import { gatherFacts, type GatherPorts } from '@video-service/shared/where/gather-facts';
import type { Place } from '@video-service/shared/where/place';
import { placeOf } from '@video-service/shared/where/place-of';

/** Where a video is; undefined if nothing is known about it. Videos being deleted are hidden. */
export const locateVideo = async (
  id: string,
  ports: GatherPorts,
): Promise<Place | 'deleted' | undefined> => {
  const place = placeOf(await gatherFacts({ id }, ports));
  if (place.stage === 'unknown') return undefined;
  return place.stage === 'deleted' || place.stage === 'being deleted' ? 'deleted' : place;
};
