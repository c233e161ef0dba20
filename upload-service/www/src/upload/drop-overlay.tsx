import { useEffect, useState } from 'preact/hooks';
import { UploadIcon } from '../design/icons.tsx';
import { sendFiles } from './uploads.ts';

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;

/** Accepts files dropped anywhere on the page, with an overlay while they are dragged over it. */
export const DropOverlay = () => {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const on = (type: 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void) =>
      addEventListener(type, listener, { signal: listening.signal });
    on('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    });
    // Moving between elements has a related target; leaving the window has none.
    on('dragleave', ({ relatedTarget }) => {
      if (!relatedTarget) setOver(false);
    });
    on('drop', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void sendFiles([...(event.dataTransfer?.files ?? [])]);
    });
    return () => listening.abort();
  }, []);
  return (
    <div class={`drop-overlay ${over ? 'over' : ''}`} aria-hidden="true">
      <div class="drop-overlay-card">
        <UploadIcon />
        Let go to upload
      </div>
    </div>
  );
};
