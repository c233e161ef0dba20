import { signal } from '@preact/signals';
import pMap from 'p-map';
import type { Trouble } from '../../live/trouble.ts';

/** A video that is to be deleted. */
export type Doomed = { id: string; name: string };

/** What becomes of the videos that were deleted last: until they are `deleting`, it can be undone. */
export type Deletion =
  | { step: 'waiting' | 'deleting' | 'deleted'; videos: Doomed[] }
  | { step: 'failed'; videos: Doomed[]; trouble: Trouble };

export type DeletionPorts = {
  deleteVideo: (id: string) => Promise<void>;
  /** What went wrong, in a person's words. */
  troubleIn: (error: unknown) => Trouble;
  /** Shows these videos no more, or again. */
  hide: (ids: string[]) => void;
  reveal: (ids: string[]) => void;
  /** Keeps what is to be deleted over a reload of this tab. */
  kept: { read: () => Doomed[]; write: (videos: Doomed[]) => void };
};

const WAIT_MS = 8000;
const SHOWN_MS = 4000;
const AT_ONCE = 4;

/**
 * Deletes videos once there was time to undo it. Nothing is asked of the bank before; a tab that is closed while
 * it waits deletes nothing, and one that is reloaded waits anew.
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
    let trouble: Trouble | undefined;
    let left = videos;
    await pMap(
      videos,
      async (video) => {
        try {
          await ports.deleteVideo(video.id);
        } catch (error) {
          failed.push(video);
          trouble ??= ports.troubleIn(error);
        }
        left = left.filter(({ id }) => id !== video.id);
        // Others may be waiting by now.
        if (state.value === deleting) ports.kept.write(left);
      },
      { concurrency: AT_ONCE },
    );
    ports.reveal(failed.map(({ id }) => id));
    if (state.value !== deleting && !trouble) return;
    show(trouble ? { step: 'failed', videos: failed, trouble } : { step: 'deleted', videos });
  };

  const add = (videos: Doomed[]) => {
    const doomed = videos.map(({ id, name }) => ({ id, name }));
    const waiting = state.value?.step === 'waiting' ? state.value.videos : [];
    ports.hide(doomed.map(({ id }) => id));
    show({ step: 'waiting', videos: [...waiting, ...doomed] });
  };

  return {
    state,

    /** Deletes these videos after a while, with those that still wait. */
    add,

    /** Leaves the videos where they were, as long as they wait. */
    undo: () => {
      if (state.value?.step !== 'waiting') return;
      ports.reveal(state.value.videos.map(({ id }) => id));
      ports.kept.write([]);
      show(undefined);
    },

    /** Waits no longer. */
    perform,

    /** Waits for as long as it is held, and from then on anew. */
    hold: (held: boolean) => {
      if (isHeld === held) return;
      isHeld = held;
      if (state.value?.step === 'waiting') show(state.value);
    },

    /** Waits anew with what a reload has cut off. */
    resume: () => {
      const videos = ports.kept.read();
      if (videos.length > 0 && !state.value) add(videos);
    },

    /** Takes the notice away. */
    dismiss: () => {
      if (state.value?.step === 'failed' || state.value?.step === 'deleted') show(undefined);
    },
  };
};
