import type { VideoQuery } from '#api/video-query';

/** What a filter gets: the query, and the way to search for another one. */
export type FilterProps = { query: VideoQuery; onQuery: (query: VideoQuery) => void };
