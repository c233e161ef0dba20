import type { VideoQuery } from '#api/video-query';
import { shortDay } from '../list/days.ts';
import { without } from '../query.ts';

/** A condition of a query, in words, and the query without it. */
export type Filter = { name: string; rest: VideoQuery };

export const DOORS = { page: 'This page', messenger: 'Messenger', camera: 'Cameras' };
export const STATES = { processing: 'In progress', ready: 'Ready', failed: 'Failed' };

/** The conditions of a query, one by one. */
export const filtersOf = (query: VideoQuery): Filter[] => {
  const { labels, camera, door, state, hours, text } = query;
  const filters: (Filter | false)[] = [
    ...labels.map((label) => ({
      name: label,
      rest: { ...query, labels: labels.filter((each) => each !== label) },
    })),
    camera !== undefined && { name: `camera ${camera}`, rest: without(query, 'camera') },
    door !== undefined && { name: `from ${inSentence(DOORS[door])}`, rest: without(query, 'door') },
    state !== undefined && { name: STATES[state].toLowerCase(), rest: without(query, 'state') },
    (query.from !== undefined || query.to !== undefined) && {
      name: nameDays(query),
      rest: without(query, 'from', 'to'),
    },
    hours !== undefined && {
      name: `${nameHour(hours.from)} to ${nameHour(hours.to)}`,
      rest: without(query, 'hours'),
    },
    text !== undefined && { name: `name with “${text}”`, rest: without(query, 'text') },
  ];
  return filters.filter((filter) => filter !== false);
};

/** 6 as "6:00". */
export const nameHour = (hour: number): string => `${hour}:00`;

const nameDays = ({ from, to }: VideoQuery) => {
  if (from === undefined) return `until ${shortDay(to ?? '')}`;
  if (to === undefined) return `since ${shortDay(from)}`;
  return from === to ? shortDay(from) : `${shortDay(from)} to ${shortDay(to)}`;
};

const inSentence = (name: string) => (name === 'Messenger' ? name : name.toLowerCase());
