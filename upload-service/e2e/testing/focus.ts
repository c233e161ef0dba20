import type { Locator } from 'playwright-core';
import { eventually } from './eventually.ts';

export const hasFocus = async (target: Locator) =>
  (await target.and(target.page().locator(':focus')).count()) === 1;

/** Waits for the focus, which moves only after rendering. */
export const getsFocus = (target: Locator) =>
  eventually(async () => ((await hasFocus(target)) ? true : undefined));
