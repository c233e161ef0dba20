import { keptFiles } from './kept-files.ts';

const LOOK_EVERY_MS = 2000;

/**
 * Makes the browser ask before the page is left while files are being sent that it could not store: they would have to
 * be chosen again.
 */
export const createUnloadGuard = (uploader: string) => {
  let files: string[] = [];
  let kept = new Set<string>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const ask = (event: BeforeUnloadEvent) => {
    if (files.some((id) => !kept.has(id))) event.preventDefault();
  };
  const look = async () => {
    kept = await keptFiles(uploader);
  };
  return (sending: string[]) => {
    files = sending;
    const isNeeded = sending.length > 0;
    if (isNeeded === (timer !== undefined)) return;
    clearInterval(timer);
    timer = isNeeded ? setInterval(() => void look(), LOOK_EVERY_MS) : undefined;
    // A page with a permanent listener is excluded from the back/forward cache.
    if (isNeeded) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  };
};
