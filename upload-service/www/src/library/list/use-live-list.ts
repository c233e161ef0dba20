import { useEffect } from 'preact/hooks';
import { onReturn } from '../../live/wait-for-connection.ts';
import { uploads } from '../../upload/uploads.ts';
import { listing, refresh, refreshLabels } from './library.ts';

const ASK_EVERY_MS = 10_000;
// While something is processed, it is about to change.
const ASK_BUSY_MS = 3000;
const LABELS_EVERY = 6;

/** Keeps the list as the bank is while somebody looks at it: at most four requests at a time. */
export const useLiveList = () => {
  const sending = uploads.value.length;
  // An upload that has just ended is a new video.
  useEffect(() => void refresh(), [sending]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let times = 0;
    const askLater = () => {
      const isBusy = listing.value.videos.some(({ state }) => state === 'processing');
      timer = setTimeout(() => void ask(), isBusy ? ASK_BUSY_MS : ASK_EVERY_MS);
    };
    const ask = async () => {
      clearTimeout(timer);
      if (!document.hidden) {
        await refresh();
        times += 1;
        if (times % LABELS_EVERY === 0) await refreshLabels();
      }
      if (!isOver) askLater();
    };
    let isOver = false;
    void refreshLabels();
    askLater();
    const stop = onReturn(() => void refresh());
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop();
    };
  }, []);
};
