import type { VideoQuery } from '#api/video-query';

/** From an hour to another of the day, where the camera is; 22 to 6 goes past midnight. */
export type Hours = NonNullable<VideoQuery['hours']>;

export const isWithin = (hour: number, { from, to }: Hours): boolean =>
  from < to ? hour >= from && hour < to : hour >= from || hour < to;
