import { execFileSync } from 'node:child_process';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { eventually } from './eventually.ts';

const EXECUTABLE = 'firefox-esr';

// Firefox's fake camera and microphone, without a permission prompt.
const CAMERA = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
};

// Without it, Firefox bypasses its proxy for loopback addresses.
const PROXY_LOOPBACK = { 'network.proxy.allow_hijacking_localhost': true };

const TIMEOUT_MS = 60_000;

export type Firefox = Awaited<ReturnType<typeof openFirefox>>;

/** Where Debian's Firefox is; undefined if it is not installed. */
export const findFirefox = (): string | undefined => {
  try {
    return execFileSync('which', [EXECUTABLE], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
};

/** Firefox as packaged by Debian, over WebDriver BiDi; each tab belongs to another visitor. */
export const openFirefox = async (executablePath: string) => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    extraPrefsFirefox: { ...CAMERA, ...PROXY_LOOPBACK },
    timeout: TIMEOUT_MS,
  });
  return { openTab: (proxy?: string) => openTab(browser, proxy), close: () => browser.close() };
};

// Firefox reports a socket closed by leaving the page as a script error.
const CUT_SOCKET = /(?:server at|connection to) wss?:\/\//u;

/** `pageErrors` are the page's script errors and policy violations. */
const openTab = async (browser: Browser, proxy?: string) => {
  const context = await browser.createBrowserContext(
    proxy === undefined ? {} : { proxyServer: new URL(proxy).host },
  );
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => {
    if (!CUT_SOCKET.test(String(error))) pageErrors.push(String(error));
  });
  page.on('console', (message) => {
    if (message.text().includes('Content-Security-Policy')) pageErrors.push(message.text());
  });
  return { page, pageErrors, close: () => context.close() };
};

/** A selector for the element with this accessible name. */
export const named = (name: string, role?: string) =>
  `::-p-aria(${name}${role === undefined ? '' : `[role="${role}"]`})`;

/** Clicks the button of this name. */
export const press = (page: Page, name: string) => page.locator(named(name, 'button')).click();

/** Waits until the page shows matching text. */
export const sees = (page: Page, text: RegExp) =>
  eventually(async () => {
    const shown = String(await page.evaluate('document.body.innerText'));
    return text.test(shown) ? true : undefined;
  });
