import type { VideoQuery } from '#api/video-query';

/** A filter's properties: the query, and a function to search for another one. */
export type FilterProps = { query: VideoQuery; onQuery: (query: VideoQuery) => void };
