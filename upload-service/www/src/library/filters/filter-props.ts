import type { VideoQuery } from '../../../../src/library/video-query.ts';

/** What a filter gets: the query, and the way to search for another one. */
export type FilterProps = { query: VideoQuery; onQuery: (query: VideoQuery) => void };
