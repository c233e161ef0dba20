import * as v from 'valibot';

/** The page's route: home with a search, or a session's result at a second of its video. */
export type Route = HomeRoute | { view: 'result'; session: string; time: number };
export type HomeRoute = { view: 'home'; search: string };

export const HOME: HomeRoute = { view: 'home', search: '' };

type Address = Pick<URL, 'pathname' | 'search' | 'hash'>;

const Uuid = v.pipe(v.string(), v.uuid(), v.toLowerCase());

/** The route of an address; unknown addresses lead home. */
export const parseRoute = ({ pathname, search, hash }: Address): Route => {
  const session = v.safeParse(Uuid, /^\/v\/([^/]+)\/?$/u.exec(pathname)?.[1]);
  return session.success
    ? { view: 'result', session: session.output, time: timeIn(hash) }
    : { view: 'home', search };
};

export const formatRoute = (route: Route): string => {
  if (route.view === 'home') return `/${route.search}`;
  // A time in the format of media fragments: https://www.w3.org/TR/media-frags/#naming-time
  const hash = route.time > 0 ? `#t=${Number(route.time.toFixed(3))}` : '';
  return `/v/${route.session}${hash}`;
};

const timeIn = (hash: string) => {
  const seconds = Number(new URLSearchParams(hash.replace(/^#/u, '')).get('t'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
};
