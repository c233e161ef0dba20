import { useEffect } from 'preact/hooks';
import { count } from '../../design/format.ts';
import { CloseIcon, TrashIcon } from '../../design/icons.tsx';
import { deletions } from '../deletion/deletions.ts';
import { KeepButton } from '../keeping/keep-button.tsx';
import { clearSelection, selection } from './selection.ts';
import './selection-bar.css';

/** The actions for the selected videos. */
export const SelectionBar = () => {
  const { length } = selection.value;
  useEffect(() => {
    if (length === 0) return;
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && clearSelection();
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [length > 0]);
  useEffect(() => clearSelection, []);
  if (length === 0) return null;
  return (
    <section class="selection-bar" aria-label="Selected videos">
      <p role="status">{count(length, 'video')} selected</p>
      <button
        type="button"
        class="button"
        onClick={() => {
          const videos = selection.value;
          clearSelection();
          deletions.add(videos);
        }}
      >
        <TrashIcon />
        Delete
      </button>
      <KeepButton videos={selection.value} />
      <button
        type="button"
        class="icon-button"
        aria-label="Clear the selection"
        title="Clear the selection (Esc)"
        onClick={clearSelection}
      >
        <CloseIcon />
      </button>
    </section>
  );
};
