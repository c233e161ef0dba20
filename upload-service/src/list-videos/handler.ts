import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import { owner } from '../owner/from-env.ts';
import { createLinks } from '../stores/links.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { parseListRequest } from './list-request.ts';
import { listVideos } from './list-videos.ts';

const env = readEnv('LIBRARY_TABLE_NAME', 'SOURCE_BUCKET_NAME', 'RENDER_BUCKET_NAME');
const library = createLibraryStore(createDb(), env.LIBRARY_TABLE_NAME);
const links = {
  source: createLinks(env.SOURCE_BUCKET_NAME),
  renders: createLinks(env.RENDER_BUCKET_NAME),
};

const respond = owner.only(async (event) => {
  if (event.routeKey === 'GET /videos/labels')
    return json(200, { labels: Object.fromEntries(await library.countLabels()) });
  if (event.routeKey === 'GET /videos/cameras')
    return json(200, { cameras: camerasOf(await library.countCameras()) });
  const input = parseListRequest(event.rawQueryString);
  if (!input.success) return refuseInput(input.issues, 'docs/library.md lists the parameters.');
  return json(200, await listVideos(input.output, { library, links }));
});

// A list, since cameras are called anything, and a number as a name would change its place in an object.
const camerasOf = (counts: Map<string, number>) =>
  Array.from(counts, ([name, videos]) => ({ name, videos })).toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  );

export const handler = httpHandler(createLog('list-videos'), respond);
