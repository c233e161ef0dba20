import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { createDb } from '../../shared/src/dynamodb/client.ts';
import { openEngine, packageAll } from '../../upload-service/e2e/testing/bank.ts';
import { videoServiceStandIn } from '../../upload-service/e2e/testing/stand-in.ts';
import { fillLibrary } from './fill-library.ts';
import { areNewestFirst, placeOf, QUERY_STRING, videoOf } from './query.ts';

const FEW = 1000;
const MANY = 100_000;
const REQUESTS = 200;
const WARM_UP = 20;
const GOAL_MS = 200;
const MAX_SLOWDOWN = 1.3;

/**
 * How long first pages take in the engine, with few videos and with many. Few videos fill no page of the query, and
 * each video of an answer is read and gets links, so the two are compared with answers of the same length.
 */
export const searchEngine = async (): Promise<boolean> => {
  const uploads = (await packageAll()).find(({ name }) => name === 'upload-service-local');
  if (!uploads) throw new Error('The upload service was not packaged');
  const { urls, accessKey, stop } = await openEngine([videoServiceStandIn, uploads]);
  try {
    const client = { endpoint: urls.aws, region: 'us-east-1', credentials: accessKey };
    const db = createDb(new DynamoDBClient(client));
    await fillLibrary(db, 0, FEW);
    const { search: fewFound, list: fewListed } = await firstPages(urls.page);
    const start = performance.now();
    await fillLibrary(db, FEW, MANY);
    const seconds = (performance.now() - start) / 1000;
    const { search, list } = await firstPages(urls.page);
    const sameLength = await timePage(urls.page, `${QUERY_STRING}&limit=${fewFound.videos}`);
    const isExact = await isAsBruteForce(urls.page);
    console.log(`engine: ${FEW} videos, then ${MANY} (put there in ${seconds.toFixed(0)} s), p95`);
    const areMet = [
      report('first page of the query', search.p95, GOAL_MS, 'ms'),
      compare('first page of the query', fewFound, sameLength),
      compare('first page of all videos', fewListed, list),
    ];
    console.log(`engine: the same videos as by brute force ${met(isExact)}`);
    return areMet.every(Boolean) && isExact;
  } finally {
    await stop();
  }
};

type FirstPage = { p95: number; videos: number };

const firstPages = async (page: string) => ({
  search: await timePage(page, QUERY_STRING),
  list: await timePage(page, ''),
});

const timePage = async (page: string, query: string): Promise<FirstPage> => {
  const times: number[] = [];
  let videos = 0;
  // The first requests start the function.
  for (let request = -WARM_UP; request < REQUESTS; request += 1) {
    const start = performance.now();
    const answer = await fetch(`${page}/videos?${query}`);
    ({ length: videos } = v.parse(Page, await answer.json()).videos);
    if (request >= 0) times.push(performance.now() - start);
  }
  const sorted = times.toSorted((one, other) => one - other);
  return { p95: sorted[Math.floor(REQUESTS * 0.95)] ?? Infinity, videos };
};

const compare = (what: string, few: FirstPage, many: FirstPage): boolean => {
  const inBoth = `${what}, ${few.videos} videos in both: ${few.p95.toFixed(0)} and ${many.p95.toFixed(0)} ms,`;
  return report(inBoth, many.p95 / few.p95, MAX_SLOWDOWN, 'times') && few.videos === many.videos;
};

const report = (what: string, value: number, goal: number, unit: 'ms' | 'times'): boolean => {
  const isMet = value <= goal;
  const shown = value.toFixed(unit === 'ms' ? 0 : 2);
  console.log(`  ${what} ${shown} ${unit}, goal ${goal} ${met(isMet)}`);
  return isMet;
};

const met = (isMet: boolean) => (isMet ? 'met' : 'MISSED');

const Page = v.object({
  videos: v.array(v.object({ id: v.string() })),
  cursor: v.optional(v.string()),
});

const isAsBruteForce = async (page: string): Promise<boolean> => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const next = cursor === undefined ? '' : `&cursor=${cursor}`;
    const answer = await fetch(`${page}/videos?${QUERY_STRING}${next}`);
    const found = v.parse(Page, await answer.json());
    ids.push(...found.videos.map(({ id }) => id));
    ({ cursor } = found);
  } while (cursor !== undefined);
  const expected = Array.from({ length: MANY }, (_, number) => placeOf(videoOf(number)) ?? []);
  return areNewestFirst(ids, expected.flat());
};
