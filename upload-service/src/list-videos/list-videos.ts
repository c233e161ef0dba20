import pMap from 'p-map';
import { cursorAt } from '../library/cursor.ts';
import { searchLibrary, type SearchPorts } from '../library/search.ts';
import { type CardLinks, toCard, type VideoCard } from '../library/video-card.ts';
import type { ListRequest } from './list-request.ts';

export type ListPorts = { library: SearchPorts; links: CardLinks };

/** A page of videos, newest first. If there is a `cursor`, there may be more, even if the page is short or empty. */
export type VideoPage = { videos: VideoCard[]; cursor?: string };

/** Finds the requested videos. */
export const listVideos = async (
  { query, limit, before }: ListRequest,
  { library, links }: ListPorts,
): Promise<VideoPage> => {
  const found = await searchLibrary({ query, limit, before }, library);
  return {
    videos: await pMap(found.matches, (match) => toCard(match, links)),
    ...(found.before !== undefined && { cursor: cursorAt(found.before, query) }),
  };
};
