import { signal } from '@preact/signals';
import * as v from 'valibot';
import { formatRoute, HOME, type HomeRoute, parseRoute, type Route } from './route.ts';

/** The page's route; follows the browser's back and forward. */
export const route = signal<Route>(parseRoute(location));

/** The list that a result was opened from, also after a reload; "All videos" leads back to it. */
export const list = signal<HomeRoute>(HOME);

const State = v.object({ list: v.string() });

const show = (shown: Route) => {
  const state = v.safeParse(State, history.state);
  if (shown.view === 'home') list.value = shown;
  else if (state.success) list.value = { view: 'home', search: state.output.list };
  route.value = shown;
};
show(route.value);
addEventListener('popstate', () => show(parseRoute(location)));

/** Opens another view, so that "back" returns here; or replaces this one. */
export const navigate = (to: Route, { replace = false } = {}) => {
  const state = { list: list.value.search };
  if (replace) history.replaceState(state, '', formatRoute(to));
  else history.pushState(state, '', formatRoute(to));
  show(to);
  scrollTo({ top: 0 });
};

/** Changes the search without leaving the page. */
export const search = (asked: string) => {
  const to: HomeRoute = { view: 'home', search: asked };
  history.pushState(null, '', formatRoute(to));
  show(to);
};

/** Writes the current second to the address without a new history entry. */
export const markTime = (session: string, time: number) => {
  history.replaceState(history.state, '', formatRoute({ view: 'result', session, time }));
};
