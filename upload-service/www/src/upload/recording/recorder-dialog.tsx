import { useEffect, useRef, useState } from 'preact/hooks';
import { CloseIcon } from '../../design/icons.tsx';
import { formatTime } from '../../design/format.ts';
import type { Recorder } from './recorder.ts';
import { NO_RECORDING, type RecorderState } from './recorder-state.ts';
import './recorder-dialog.css';

/** Records a video with the camera, shows it, and sends it as an upload. */
export const RecorderDialog = ({ onClose }: { onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [recorder, setRecorder] = useState<Recorder>();
  const [state, setState] = useState(NO_RECORDING);

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
      <Screen state={state} />
      <footer>
        {recorder ? (
          <Controls kind={state.kind} recorder={recorder} onSent={() => dialog.current?.close()} />
        ) : null}
      </footer>
    </dialog>
  );
};

const TEXTS: Partial<Record<RecorderState['kind'], string>> = {
  asking: 'Allow the camera and the microphone to begin.',
  refused:
    'The camera cannot be used. Allow it in your browser’s settings for this site, and check that no other program has it.',
};

const Screen = ({ state: { kind, stream, recordingUrl, seconds } }: { state: RecorderState }) => {
  const video = useRef<HTMLVideoElement>(null);
  const live = kind === 'ready' || kind === 'recording';
  useEffect(() => {
    if (video.current && live) video.current.srcObject = stream;
  }, [stream, live]);
  const text = TEXTS[kind];
  return (
    <div class={`recorder-screen ${kind}`} role="status">
      {text ? <p>{text}</p> : null}
      {live ? <video ref={video} class="mirrored" autoplay muted playsInline /> : null}
      {kind === 'recording' ? (
        <span class="recording-dot">
          Recording <span aria-hidden="true">{formatTime(seconds)}</span>
        </span>
      ) : null}
      {kind === 'recorded' && recordingUrl ? (
        <video src={recordingUrl} controls playsInline />
      ) : null}
    </div>
  );
};

type ControlsProps = { kind: RecorderState['kind']; recorder: Recorder; onSent: () => void };

const Controls = ({ kind, recorder, onSent }: ControlsProps) => {
  if (kind === 'ready') return <Primary onClick={() => recorder.start()}>Start recording</Primary>;
  if (kind === 'recording') return <Primary onClick={() => void recorder.stop()}>Stop</Primary>;
  if (kind !== 'recorded') return null;
  return (
    <>
      <button type="button" class="button" onClick={() => recorder.discard()}>
        Record again
      </button>
      <Primary
        onClick={() => {
          recorder.send();
          onSent();
        }}
      >
        Upload
      </Primary>
    </>
  );
};

const Primary = ({ onClick, children }: { onClick: () => void; children: string }) => (
  <button type="button" class="button primary" onClick={onClick}>
    {children}
  </button>
);
