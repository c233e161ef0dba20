import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { count } from '../../design/format.ts';
import { CloseIcon } from '../../design/icons.tsx';
import type { Deletion } from './create-deletions.ts';
import { deletions } from './deletions.ts';
import './deletion-toast.css';

/** Announces a pending deletion and offers to undo it. */
export const DeletionToast = () => {
  const deletion = deletions.state.value;
  const step = deletion?.step;
  const toast = useRef<HTMLElement>(null);
  useEffect(() => deletions.resume(), []);
  useAskBeforeLeaving(step === 'waiting' || step === 'deleting');
  // In the same task as rendering: if the focus moved later, a quick Enter on "Delete now" would press "Undo".
  useLayoutEffect(() => {
    // The button that had the focus is gone.
    if (step === 'waiting') toast.current?.querySelector('button')?.focus();
  }, [step]);
  // The countdown pauses while the notice is hovered or focused.
  const look = () => {
    const { current } = toast;
    deletions.hold(
      current !== null &&
        (current.matches(':hover') || current.querySelector(':focus-visible') !== null),
    );
  };
  useEffect(look, [step]);
  return (
    <section
      ref={toast}
      class={`deletion-toast ${deletion ? 'shown' : ''}`}
      aria-label="Deletion"
      onPointerEnter={look}
      onPointerLeave={() => deletions.hold(false)}
      onFocusIn={look}
      onFocusOut={() => deletions.hold(false)}
    >
      <p role="status">{deletion ? textOf(deletion) : ''}</p>
      {deletion ? <Buttons deletion={deletion} /> : null}
    </section>
  );
};

const Buttons = ({ deletion }: { deletion: Deletion }) => {
  if (deletion.step === 'waiting')
    return (
      <>
        <button type="button" class="toast-button" onClick={leaving(deletions.undo)}>
          Undo
        </button>
        <button
          type="button"
          class="toast-button quiet"
          onClick={leaving(() => void deletions.perform())}
        >
          Delete now
        </button>
      </>
    );
  if (deletion.step !== 'failed') return null;
  return (
    <>
      <button type="button" class="toast-button" onClick={() => deletions.add(deletion.videos)}>
        Try again
      </button>
      <button
        type="button"
        class="toast-button quiet"
        aria-label="Dismiss"
        onClick={leaving(deletions.dismiss)}
      >
        <CloseIcon />
      </button>
    </>
  );
};

// The button disappears with its notice.
const leaving = (act: () => void) => () => {
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  act();
};

const textOf = (deletion: Deletion) => {
  const [video] = deletion.videos;
  const named =
    deletion.videos.length === 1 && video
      ? `“${video.name}”`
      : count(deletion.videos.length, 'video');
  if (deletion.step !== 'failed')
    return {
      waiting: `${named} will be deleted.`,
      deleting: `Deleting ${named}…`,
      deleted: `${named} deleted.`,
    }[deletion.step];
  const { message, hint } = deletion.error;
  return `${named} could not be deleted. ${message} ${hint}`;
};

const useAskBeforeLeaving = (isNeeded: boolean) => {
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isNeeded]);
};
