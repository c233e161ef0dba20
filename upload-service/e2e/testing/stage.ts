import { openBank } from './bank.ts';
import { openBrowser } from './browser.ts';
import { drawMedia } from './media.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A bank, a browser (with these flags) that visits it, and media to upload; all are closed together. */
export const openStage = async (
  flags: string[] = [],
  limits: Parameters<typeof openBank>[0] = {},
) => {
  await using opened = new AsyncDisposableStack();
  const bank = opened.adopt(await openBank(limits), close);
  const browser = opened.adopt(await openBrowser(flags), close);
  const media = await drawMedia();
  const all = opened.move();
  return { bank, browser, media, close: () => all.disposeAsync() };
};

const close = (each: { close: () => Promise<void> }) => each.close();
