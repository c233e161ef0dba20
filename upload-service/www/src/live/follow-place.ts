import type { Place } from '@video-service/shared/where/place';

const POLL_MS = 10_000;

/** The answer to the question where a video is; `unreachable` until the server responds. */
export type PlaceState =
  { kind: 'loading' | 'unknown' | 'unreachable' } | { kind: 'place'; place: Place; at: number };

export type PlacePorts = {
  fetchPlace: (id: string) => Promise<Place | undefined>;
  /** Whether the page is visible. */
  isWatched: () => boolean;
  /** Calls back when the connection or the visitor may have returned, until stopped. */
  onReturn: (back: () => void) => () => void;
};

/**
 * Asks where a video is until nothing comes next, but not while nobody watches. Returns a function that stops it.
 */
export const followPlace = (
  id: string,
  onState: (state: PlaceState) => void,
  { fetchPlace, isWatched, onReturn }: PlacePorts,
): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let isAsking = false;

  const ask = async () => {
    if (isAsking) return;
    clearTimeout(timer);
    isAsking = true;
    const state = await stateOf(id, fetchPlace);
    isAsking = false;
    if (isStopped()) return;
    onState(state);
    if (state.kind === 'unknown' || (state.kind === 'place' && !state.place.next)) return;
    timer = setTimeout(() => isWatched() && void ask(), POLL_MS);
  };
  // It may have been stopped during the request.
  const isStopped = () => isOver;
  const stopWatching = onReturn(() => void ask());

  void ask();
  return () => {
    isOver = true;
    clearTimeout(timer);
    stopWatching();
  };
};

const stateOf = async (id: string, fetchPlace: PlacePorts['fetchPlace']): Promise<PlaceState> => {
  try {
    const place = await fetchPlace(id);
    return place ? { kind: 'place', place, at: Date.now() } : { kind: 'unknown' };
  } catch {
    return { kind: 'unreachable' };
  }
};
