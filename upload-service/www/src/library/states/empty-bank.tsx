import { CameraIcon, MessageIcon, UploadIcon } from '../../design/icons.tsx';
import './states.css';

/** The empty bank: three ways to add videos. */
export const EmptyBank = () => (
  <section class="empty-bank" aria-labelledby="library-title">
    <h2 id="library-title">Your videos appear here</h2>
    <p>There are no videos yet. You can add them in three ways and find them all on this page.</p>
    <ul class="doors">
      <li class="card">
        <UploadIcon />
        <h3>This page</h3>
        <p>Drop videos anywhere on this page, choose files, or record with your camera.</p>
      </li>
      <li class="card">
        <CameraIcon />
        <h3>A camera</h3>
        <p>
          A Raspberry Pi or any script can put files under <code>videos/garden/</code> in the source
          bucket; the folder is the camera’s name. On this machine:{' '}
          <code>npm start -- holiday.mp4</code>
        </p>
      </li>
      <li class="card">
        <MessageIcon />
        <h3>Messenger</h3>
        <p>Send the bot a video. It replies with a preview and labels.</p>
      </li>
    </ul>
  </section>
);
