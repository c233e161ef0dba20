import { signal } from '@preact/signals';
import pMap from 'p-map';
import type { ShownError } from '../../live/shown-error.ts';

/** A video to be deleted. */
export type Doomed = { id: string; name: string };

/** The state of the latest deletions; they can be undone until they are `deleting`. */
export type Deletion =
  | { step: 'waiting' | 'deleting' | 'deleted'; videos: Doomed[] }
  | { step: 'failed'; videos: Doomed[]; error: ShownError };

export type DeletionPorts = {
  deleteVideo: (id: string) => Promise<void>;
  /** The error, as shown to the user. */
  shownErrorOf: (error: unknown) => ShownError;
  /** Hides these videos, or shows them again. */
  hide: (ids: string[]) => void;
  reveal: (ids: string[]) => void;
  /** Keeps waiting deletions across a reload of this tab. */
  kept: { read: () => Doomed[]; write: (videos: Doomed[]) => void };
};

const WAIT_MS = 8000;
const SHOWN_MS = 4000;
const AT_ONCE = 4;

/**
 * Deletes videos after a delay in which it can be undone. Nothing is requested before that: closing the tab during the
 * wait deletes nothing, and a reload starts the wait over.
 */
export const createDeletions = (ports: DeletionPorts) => {
  const state = signal<Deletion>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isHeld = false;

  const show = (next: Deletion | undefined) => {
    clearTimeout(timer);
    state.value = next;
    if (next?.step === 'waiting') ports.kept.write(next.videos);
    if (next?.step === 'waiting' && !isHeld) timer = setTimeout(() => void perform(), WAIT_MS);
    if (next?.step === 'deleted') timer = setTimeout(() => (state.value = undefined), SHOWN_MS);
  };

  const perform = async () => {
    if (state.value?.step !== 'waiting') return;
    const { videos } = state.value;
    const deleting: Deletion = { step: 'deleting', videos };
    show(deleting);
    const failed: Doomed[] = [];
    let shown: ShownError | undefined;
    let left = videos;
    await pMap(
      videos,
      async (video) => {
        try {
          await ports.deleteVideo(video.id);
        } catch (error) {
          failed.push(video);
          shown ??= ports.shownErrorOf(error);
        }
        left = left.filter(({ id }) => id !== video.id);
        // Others may be waiting by now.
        if (state.value === deleting) ports.kept.write(left);
      },
      { concurrency: AT_ONCE },
    );
    ports.reveal(failed.map(({ id }) => id));
    if (state.value !== deleting && !shown) return;
    show(shown ? { step: 'failed', videos: failed, error: shown } : { step: 'deleted', videos });
  };

  const add = (videos: Doomed[]) => {
    const doomed = videos.map(({ id, name }) => ({ id, name }));
    const waiting = state.value?.step === 'waiting' ? state.value.videos : [];
    ports.hide(doomed.map(({ id }) => id));
    show({ step: 'waiting', videos: [...waiting, ...doomed] });
  };

  return {
    state,

    /** Deletes these videos after the delay, together with those already waiting. */
    add,

    /** Cancels the waiting deletions. */
    undo: () => {
      if (state.value?.step !== 'waiting') return;
      ports.reveal(state.value.videos.map(({ id }) => id));
      ports.kept.write([]);
      show(undefined);
    },

    /** Skips the rest of the wait. */
    perform,

    /** Pauses the wait while held, then restarts it. */
    hold: (held: boolean) => {
      if (isHeld === held) return;
      isHeld = held;
      if (state.value?.step === 'waiting') show(state.value);
    },

    /** Resumes the waiting deletions after a reload; the wait starts over. */
    resume: () => {
      const videos = ports.kept.read();
      if (videos.length > 0 && !state.value) add(videos);
    },

    /** Closes the notice. */
    dismiss: () => {
      if (state.value?.step === 'failed' || state.value?.step === 'deleted') show(undefined);
    },
  };
};
