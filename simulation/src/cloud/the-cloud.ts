import { currentActor } from '../world/actor.ts';
import type { HttpAnswer, HttpQuestion } from './http.ts';

/** What code in the cloud uses without its own client. */
export type Reachable = {
  answer: (question: HttpQuestion) => Promise<HttpAnswer>;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  fetchFilm: (url: string) => Promise<Buffer>;
};

let current: Reachable | undefined;

export const enterCloud = (cloud: Reachable): void => {
  current = cloud;
};

/** The cloud in which the code runs. */
export const theCloud = (): Reachable => {
  if (!current) throw new Error(`There is no cloud for ${currentActor()?.name ?? 'nobody'}`);
  return current;
};

/** Routes `fetch` to the cloud. */
export const installFetch = (): void => {
  globalThis.fetch = (input, init = {}) =>
    theCloud().fetch(input instanceof Request ? input.url : String(input), init);
};
