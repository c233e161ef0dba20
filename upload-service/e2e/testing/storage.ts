import type { Page, Route } from 'playwright-core';

const API = /\/(s3|metadata)\//u;
const ANY = /\/(s3|metadata)\/|partNumber=/u;
const SENT_PART = 'partNumber=';
const PART = /\/s3\/multipart\/[^/]+\/(\d+)\?/u;

/**
 * A proxy between a page and the bank: allows a number of parts to be signed and holds the others like a slow network,
 * or breaks every request without the browser noticing. (The parts themselves would be slow to inspect.)
 */
export const watchStorage = async (page: Page) => {
  const signed: number[] = [];
  const stored: string[] = [];
  page.on('requestfinished', (request) => {
    if (request.method() === 'PUT' && request.url().includes(SENT_PART)) stored.push(request.url());
  });
  let parts = Infinity;
  await page.route(API, async (route) => {
    const part = PART.exec(route.request().url())?.[1];
    if (part === undefined) return route.continue();
    // Never answered.
    if (signed.length >= parts) return;
    signed.push(Number(part));
    return route.continue();
  });
  const fail = (route: Route) => route.abort('connectionfailed');
  return {
    /** The numbers of the parts that were allowed. */
    signed,
    /** The addresses of the parts that the bank has acknowledged. */
    stored,
    letThrough: (more: number) => (parts = signed.length + more),
    breakOff: () => page.route(ANY, fail),
    mend: () => page.unroute(ANY, fail),
  };
};
