import { execFileSync } from 'node:child_process';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { eventually } from './eventually.ts';

const EXECUTABLE = 'firefox-esr';

// A picture and a sound that Firefox makes up, and nobody who has to be asked for them.
const CAMERA = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
};

// Without it, Firefox goes past its proxy to every loopback address.
const PROXY_LOOPBACK = { 'network.proxy.allow_hijacking_localhost': true };

const TIMEOUT_MS = 60_000;

export type Firefox = Awaited<ReturnType<typeof openFirefox>>;

/** Where Debian's Firefox is; undefined when it is not installed. */
export const findFirefox = (): string | undefined => {
  try {
    return execFileSync('which', [EXECUTABLE], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
};

/** Firefox as Debian ships it, over WebDriver BiDi; each tab is that of another visitor. */
export const openFirefox = async (executablePath: string) => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    extraPrefsFirefox: { ...CAMERA, ...PROXY_LOOPBACK },
    timeout: TIMEOUT_MS,
  });
  return { openTab: (proxy?: string) => openTab(browser, proxy), close: () => browser.close() };
};

// Firefox tells of a socket that leaving the page has cut off as of an error in its scripts.
const CUT_SOCKET = /(?:server at|connection to) wss?:\/\//u;

/** `faults` are the errors of the page's scripts and breaches of its policy. */
const openTab = async (browser: Browser, proxy?: string) => {
  const context = await browser.createBrowserContext(
    proxy === undefined ? {} : { proxyServer: new URL(proxy).host },
  );
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => {
    if (!CUT_SOCKET.test(String(error))) faults.push(String(error));
  });
  page.on('console', (message) => {
    if (message.text().includes('Content-Security-Policy')) faults.push(message.text());
  });
  return { page, faults, close: () => context.close() };
};

/** What has this name for those who use the page, as a selector. */
export const named = (name: string, role?: string) =>
  `::-p-aria(${name}${role === undefined ? '' : `[role="${role}"]`})`;

/** Clicks the button of this name. */
export const press = (page: Page, name: string) => page.locator(named(name, 'button')).click();

/** Waits until the page shows text like this. */
export const sees = (page: Page, text: RegExp) =>
  eventually(async () => {
    const shown = String(await page.evaluate('document.body.innerText'));
    return text.test(shown) ? true : undefined;
  });
