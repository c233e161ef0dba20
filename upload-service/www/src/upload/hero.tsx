import { useRef, useState } from 'preact/hooks';
import { CameraIcon, UploadIcon } from '../design/icons.tsx';
import { ACCEPTED } from './check-file.ts';
import { RecorderDialog } from './recording/recorder-dialog.tsx';
import { sendFiles } from './uploads.ts';
import './hero.css';

/** What the page is for, and the three ways to add a video: drop, choose, record. */
export const Hero = ({ isSmall }: { isSmall: boolean }) => {
  const [recording, setRecording] = useState(false);
  return (
    <section class={`hero ${isSmall ? 'small' : ''}`} aria-labelledby="hero-title">
      <h1 id="hero-title">Drop a video. See what’s in it.</h1>
      <p class="lead">
        In seconds you get a moving preview, the key moments and everything recognised in them.
      </p>
      <div class="drop-zone">
        <span class="drop-icon">
          <UploadIcon />
        </span>
        <p class="drop-text">Drop videos anywhere on this page</p>
        <div class="drop-actions">
          <FileButton />
          {canRecord() ? (
            <button type="button" class="button" onClick={() => setRecording(true)}>
              <CameraIcon />
              Record with camera
            </button>
          ) : null}
        </div>
        <p class="drop-note">
          MP4, MOV, WebM and most others. Uploads resume if the connection drops.
        </p>
      </div>
      {recording ? <RecorderDialog onClose={() => setRecording(false)} /> : null}
    </section>
  );
};

const canRecord = () => 'mediaDevices' in navigator && 'MediaRecorder' in globalThis;

const FileButton = () => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button primary" onClick={() => input.current?.click()}>
        <UploadIcon />
        Choose a video
      </button>
      <input
        ref={input}
        type="file"
        class="visually-hidden"
        aria-label="Choose videos to upload"
        tabIndex={-1}
        accept={ACCEPTED}
        multiple
        onChange={({ currentTarget }) => {
          void sendFiles([...(currentTarget.files ?? [])]);
          // So that choosing the same file again triggers a change event.
          currentTarget.value = '';
        }}
      />
    </>
  );
};
