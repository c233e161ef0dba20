import type { VideoQuery } from '#api/video-query';
import { quote } from './words.ts';

/** A query as the equivalent search: `label:person camera:garden hours:22-6`. */
export const formatSearch = (query: VideoQuery): string => {
  const { labels, camera, door, state, from, to, hours, text } = query;
  return [
    ...labels.map((label) => word('label', label)),
    word('camera', camera),
    word('door', door),
    word('state', state),
    from !== undefined || to !== undefined ? daysOf(from, to) : '',
    word('hours', hours && `${hours.from}-${hours.to}`),
    word('name', text),
  ]
    .filter(Boolean)
    .join(' ');
};

const word = (key: string, value: string | undefined) =>
  value === undefined ? '' : `${key}:${quote(value)}`;

const daysOf = (from = '', to = '') => (from === to ? from : `${from}..${to}`);
