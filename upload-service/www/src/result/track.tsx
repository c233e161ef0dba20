import type { SessionView } from '../../../src/view/session-view.ts';
import { hasLabel } from './moments.ts';
import './track.css';

type TrackProps = { view: SessionView; time: number; label: string | undefined };

/** Where in the video its moments lie; the list of moments says the same to those who cannot see it. */
export const Track = ({ view: { labels, source }, time, label }: TrackProps) => {
  const end = Math.max(source?.durationSeconds ?? 0, ...labels.map((capture) => capture.time));
  if (end === 0) return null;
  const at = (seconds: number) => ({ left: `${Math.min(seconds / end, 1) * 98 + 1}%` });
  return (
    <div class="track" aria-hidden="true">
      {labels.map((capture) => (
        <span
          key={capture.frame}
          class={`track-mark ${label === undefined || hasLabel(capture, label) ? 'shown' : ''}`}
          style={at(capture.time)}
        />
      ))}
      <span class="track-head" style={at(time)} />
    </div>
  );
};
