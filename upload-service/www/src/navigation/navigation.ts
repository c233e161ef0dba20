import { signal } from '@preact/signals';
import { formatRoute, parseRoute, type Route } from './route.ts';

/** Where the page is; follows the browser's back and forward. */
export const route = signal<Route>(parseRoute(location));

addEventListener('popstate', () => {
  route.value = parseRoute(location);
});

/** Goes to another view, so that "back" leads here again. */
export const navigate = (to: Route) => {
  history.pushState(null, '', formatRoute(to));
  route.value = to;
  scrollTo({ top: 0 });
};

/** Says in the address which second is shown, without a new place to go back to. */
export const markTime = (session: string, time: number) => {
  history.replaceState(null, '', formatRoute({ view: 'result', session, time }));
};
