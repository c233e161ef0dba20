import chromiumBinary from '@sparticuz/chromium';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
// Without it, Chromium bypasses its proxy for loopback addresses.
const PROXY_LOOPBACK = '--proxy-bypass-list=<-loopback>';

export type Tab = {
  page: Page;
  pageErrors: string[];
  /** Another tab of the same visitor. */
  openAnother: () => Promise<Page>;
  close: () => Promise<void>;
};
// A browser and an engine share the machine with other work.
const PATIENCE_MS = 60_000;

export type Browser = Awaited<ReturnType<typeof openBrowser>>;

/** A real browser, with these flags, whose tabs are isolated from each other. */
export const openBrowser = async (flags: string[] = []) => {
  const browser = await chromium.launch({
    executablePath: await chromiumBinary.executablePath(),
    args: [...FLAGS, PROXY_LOOPBACK, ...flags],
  });
  return {
    /** A tab of a new visitor; `pageErrors` are its script errors and policy violations. */
    async openTab(options: BrowserContextOptions = {}): Promise<Tab> {
      const context = await browser.newContext(options);
      context.setDefaultTimeout(PATIENCE_MS);
      const pageErrors: string[] = [];
      const open = async () => {
        const page = await context.newPage();
        page.on('pageerror', (error) => pageErrors.push(String(error)));
        page.on('console', (message) => {
          if (message.text().includes('Content Security Policy')) pageErrors.push(message.text());
        });
        return page;
      };
      return { page: await open(), pageErrors, openAnother: open, close: () => context.close() };
    },
    close: () => browser.close(),
  };
};
