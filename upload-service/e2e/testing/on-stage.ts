import { afterAll, afterEach, beforeAll, beforeEach, expect, jest } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import type { Tab } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

// A real browser and a real engine share the machine with other work.
const TEST_MS = 90_000;
const OPENING_MS = 180_000;

type Options = {
  /** Of the browser. */
  flags?: string[];
  limits?: Parameters<typeof openStage>[1];
  /** Of each test's first tab; false if the tests open their own. */
  tab?: BrowserContextOptions | false;
  /** Runs once the stage is open. */
  prepare?: (stage: Stage) => Promise<void>;
};

/** Opens one stage for all tests of a file and a tab for each test; no tab may end with an error in its page. */
export const onStage = (options: Options = {}) => {
  jest.setTimeout(TEST_MS);
  let stage: Stage | undefined;
  const tabs: Tab[] = [];
  const here = {
    get stage() {
      return open(stage);
    },
    /** The newest tab. */
    get tab() {
      return open(tabs.at(-1));
    },
    async openTab(settings?: BrowserContextOptions) {
      const tab = await here.stage.browser.openTab(settings);
      tabs.push(tab);
      return tab.page;
    },
  };
  beforeAll(async () => {
    stage = await openStage(options.flags, options.limits);
    await options.prepare?.(stage);
  }, OPENING_MS);
  beforeEach(async () => {
    if (options.tab !== false) await here.openTab(options.tab);
  });
  afterEach(async () => {
    const closed = tabs.splice(0);
    await Promise.all(closed.map((tab) => tab.close()));
    expect(closed.flatMap(({ pageErrors }) => pageErrors)).toEqual([]);
  });
  afterAll(() => stage?.close());
  return here;
};

const open = <What>(what: What | undefined): What => {
  if (what === undefined) throw new Error('The stage opens before the first test');
  return what;
};
