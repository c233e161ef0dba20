import { Place } from '@video-service/shared/where/place';
import * as v from 'valibot';
import { PageConfig, SessionView } from '#api/session-view';
import { fetchTicket, noticeSignIn } from '../owner/owner.ts';
import { createPace } from './pace.ts';

// Twenty at once, enough for a screen, then four per second.
const pace = createPace(20, 250);

/** The session from the API; undefined if it does not exist. */
export const fetchSession = async (id: string): Promise<SessionView | 'deleted' | undefined> => {
  await pace();
  const response = await fetch(`/metadata/${id}`);
  if (response.status === 404) return undefined;
  if (response.status === 410) return 'deleted';
  return v.parse(SessionView, await jsonOf(response));
};

/** Where a video is; undefined if it does not exist (any more). */
export const fetchPlace = async (id: string): Promise<Place | undefined> => {
  await pace();
  const response = await fetch(`/videos/${id}/where`);
  if (response.status === 404 || response.status === 410) return undefined;
  return v.parse(Place, await jsonOf(response));
};

let config: Promise<PageConfig> | undefined;

/** What the page needs to know about its deployment; fetched once, or `anew`. */
export const fetchConfig = ({ anew = false } = {}): Promise<PageConfig> => {
  if (anew) config = undefined;
  config ??= fetch('/config.json')
    .then(jsonOf)
    .then((body) => v.parse(PageConfig, body))
    .catch((error: unknown) => {
      config = undefined;
      throw error;
    });
  return config;
};

/** The WebSocket's address with the owner's ticket, which is valid for a minute. */
export const webSocketAddress = async (): Promise<string> => {
  const { webSocketUrl } = await fetchConfig();
  const ticket = await fetchTicket();
  return ticket === undefined
    ? webSocketUrl
    : `${webSocketUrl}?${new URLSearchParams({ ticket }).toString()}`;
};

const jsonOf = async (response: Response): Promise<unknown> => {
  noticeSignIn(response);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response.json();
};
