import type { CaptureView } from '#api/session-view';
import { formatTime } from '../design/format.ts';
import { Boxes } from './boxes.tsx';
import { specificNames } from '@video-service/shared/label-names';
import { boxesOf } from './moments.ts';

type StillProps = { capture: CaptureView | undefined; label: string | undefined };

/** A moment as a picture, for videos that the browser cannot play. */
export const Still = ({ capture, label }: StillProps) => (
  <figure>
    {capture?.captureUrl ? (
      <div class="player">
        <img src={capture.captureUrl} alt={describe(capture)} />
        <Boxes boxes={boxesOf(capture, label)} named />
      </div>
    ) : null}
    <figcaption class="still-note">
      This browser cannot play this kind of video, so its key moments are shown as pictures.
    </figcaption>
  </figure>
);

const describe = ({ time, labels = [] }: CaptureView) =>
  [`The moment at ${formatTime(time)}`, ...specificNames(labels)].join(', ');
