import type { Page, Route } from 'playwright-core';

const API = /\/(s3|metadata)\//u;
const ANY = /\/(s3|metadata)\/|partNumber=/u;
const PART = /\/s3\/multipart\/[^/]+\/(\d+)\?/u;

/**
 * Stands between a page and the bank: lets so many parts be signed and holds the others as a slow network
 * does, or breaks every request without the browser noticing. (Parts themselves would be slow to look at.)
 */
export const watchStorage = async (page: Page) => {
  const signed: number[] = [];
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
    /** The numbers of the parts that were let through. */
    signed,
    letThrough: (more: number) => (parts = signed.length + more),
    breakOff: () => page.route(ANY, fail),
    mend: () => page.unroute(ANY, fail),
  };
};
