import { useEffect, useRef, useState } from 'preact/hooks';
import { CloseIcon } from '../../design/icons.tsx';
import { formatTime } from '../../design/format.ts';
import type { Recorder } from './recorder.ts';
import { NO_RECORDING, type RecorderState } from './recorder-state.ts';
import './recorder-dialog.css';

/** Records a video with the camera, shows it, and uploads it. */
export const RecorderDialog = ({ onClose }: { onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [recorder, setRecorder] = useState<Recorder>();
  const [state, setState] = useState(NO_RECORDING);
  // A camera may record nothing at all, or nothing playable.
  const [emptyUrl, setEmptyUrl] = useState<string | null>(null);
  const isEmpty = state.kind === 'recorded' && state.recordingUrl === emptyUrl;
  const shown: RecorderState = isEmpty ? { ...state, kind: 'empty' } : state;

  useEffect(() => {
    dialog.current?.showModal();
    const opening = import('./recorder.ts').then(({ openRecorder }) => openRecorder(setState));
    opening.then(setRecorder, () => setState((before) => ({ ...before, kind: 'refused' })));
    return () => {
      opening.then(
        (opened) => opened.close(),
        () => undefined,
      );
    };
  }, []);

  return (
    <dialog ref={dialog} class="recorder" aria-labelledby="recorder-title" onClose={onClose}>
      <header>
        <h2 id="recorder-title">Record a video</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </header>
      <Screen state={shown} onEmpty={() => setEmptyUrl(state.recordingUrl)} />
      <footer>
        {recorder ? (
          <Controls kind={shown.kind} recorder={recorder} onSent={() => dialog.current?.close()} />
        ) : null}
      </footer>
    </dialog>
  );
};

const TEXTS: Partial<Record<RecorderState['kind'], string>> = {
  asking: 'Allow access to the camera and the microphone.',
  empty: 'The camera recorded nothing. Record again.',
  refused:
    'The camera cannot be used. Allow it in your browser’s settings for this site, and check that no other program is using it.',
};

type ScreenProps = { state: RecorderState; onEmpty: () => void };

const Screen = ({ state: { kind, stream, recordingUrl, seconds }, onEmpty }: ScreenProps) => {
  const video = useRef<HTMLVideoElement>(null);
  const live = kind === 'ready' || kind === 'recording';
  useEffect(() => {
    if (video.current && live) video.current.srcObject = stream;
  }, [stream, live]);
  const text = TEXTS[kind];
  return (
    <div class={`recorder-screen ${kind}`} role="status">
      {text ? <p>{text}</p> : null}
      {live ? (
        <video
          ref={video}
          class="mirrored"
          aria-label="What the camera sees"
          tabIndex={-1}
          autoplay
          muted
          playsInline
        />
      ) : null}
      {kind === 'recording' ? (
        <span class="recording-dot">
          Recording <span aria-hidden="true">{formatTime(seconds)}</span>
        </span>
      ) : null}
      {kind === 'recorded' && recordingUrl ? (
        <video
          src={recordingUrl}
          aria-label="Your recording"
          controls
          playsInline
          onError={onEmpty}
        />
      ) : null}
    </div>
  );
};

type ControlsProps = { kind: RecorderState['kind']; recorder: Recorder; onSent: () => void };

const Controls = ({ kind, recorder, onSent }: ControlsProps) => {
  if (kind === 'ready') return <Primary onClick={() => recorder.start()}>Start recording</Primary>;
  if (kind === 'recording') return <Primary onClick={() => void recorder.stop()}>Stop</Primary>;
  if (kind !== 'recorded' && kind !== 'empty') return null;
  return (
    <>
      <button type="button" class="button" onClick={() => recorder.discard()}>
        Record again
      </button>
      {kind === 'recorded' ? (
        <Primary
          onClick={() => {
            recorder.send();
            onSent();
          }}
        >
          Upload
        </Primary>
      ) : null}
    </>
  );
};

const Primary = ({ onClick, children }: { onClick: () => void; children: string }) => (
  <button type="button" class="button primary" onClick={onClick}>
    {children}
  </button>
);
