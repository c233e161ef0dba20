import { useEffect } from 'preact/hooks';
import { followLibrary, tellsLibrary } from '../../live/live.ts';
import { onReturn } from '../../live/wait-for-connection.ts';
import { uploads } from '../../upload/uploads.ts';
import { listing, refresh, refreshCounts } from './library.ts';

// Longer than a response counts as fresh, so that none hides a change that came after it.
const ASK_AFTER_NEWS_MS = 2500;
const ASK_EVERY_MS = 10_000;
// Processing videos are about to change.
const ASK_BUSY_MS = 4000;
// An open socket reports every change; polling only covers what it may have missed.
const ASK_TOLD_MS = 30_000;
const COUNTS_EVERY_MS = 60_000;

/** Keeps the list up to date while the page is visible. */
export const useLiveList = () => {
  const sending = uploads.value.length;
  // A finished upload is a new video.
  useEffect(() => void refresh(), [sending]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isDue = false;
    const askIn = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), ms);
    };
    const ask = async () => {
      isDue = false;
      if (!document.hidden) await refresh();
      askLater();
    };
    // Unless a change was reported meanwhile.
    const askLater = () => {
      if (!isOver && !isDue) askIn(pauseMs());
    };
    const onNews = () => {
      if (isDue) return;
      isDue = true;
      askIn(ASK_AFTER_NEWS_MS);
    };
    let isOver = false;
    void refreshCounts();
    const counting = setInterval(() => document.hidden || void refreshCounts(), COUNTS_EVERY_MS);
    askLater();
    const unfollow = followLibrary(onNews);
    const stop = onReturn(() => void refresh());
    return () => {
      isOver = true;
      clearTimeout(timer);
      clearInterval(counting);
      unfollow();
      stop();
    };
  }, []);
};

const pauseMs = () => {
  if (tellsLibrary()) return ASK_TOLD_MS;
  const isBusy = listing.value.videos.some(({ state }) => state === 'processing');
  return isBusy ? ASK_BUSY_MS : ASK_EVERY_MS;
};
