import { signal } from '@preact/signals';
import * as v from 'valibot';
import { formatRoute, HOME, type HomeRoute, parseRoute, type Route } from './route.ts';

/** Where the page is; follows the browser's back and forward. */
export const route = signal<Route>(parseRoute(location));

/** The list from which a result was opened, also after a reload; "All videos" leads there. */
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

/** Goes to another view, so that "back" leads here again; or in place of this one. */
export const navigate = (to: Route, { replace = false } = {}) => {
  const state = { list: list.value.search };
  if (replace) history.replaceState(state, '', formatRoute(to));
  else history.pushState(state, '', formatRoute(to));
  show(to);
  scrollTo({ top: 0 });
};

/** Searches for something else; the page stays where it is. */
export const search = (asked: string) => {
  const to: HomeRoute = { view: 'home', search: asked };
  history.pushState(null, '', formatRoute(to));
  show(to);
};

/** Says in the address which second is shown, without a new place to go back to. */
export const markTime = (session: string, time: number) => {
  history.replaceState(history.state, '', formatRoute({ view: 'result', session, time }));
};
