import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { SessionView } from '#api/session-view';
import { Glimpse } from './glimpse.tsx';
import { hasLabel, movingTimes } from './moments.ts';
import { cueTextAt, parseTile } from './storyboard.ts';
import './track.css';

type TrackProps = {
  video: RefObject<HTMLVideoElement>;
  view: SessionView;
  time: number;
  label: string | undefined;
  onSeek: (time: number) => void;
};

const EDGE = 0.01;

/**
 * Shows the moments and the activity on a time axis, and the picture under the pointer. The list of moments and the
 * video's own controls do the same without a pointer.
 */
export const Track = ({ video, view, time, label, onSeek }: TrackProps) => {
  const [pointed, setPointed] = useState<number>();
  const { labels, source, activity = [] } = view;
  const end = Math.max(source?.durationSeconds ?? 0, ...labels.map((capture) => capture.time));
  if (end === 0) return null;
  const share = (seconds: number) => Math.min(seconds / end, 1) * (1 - 2 * EDGE) * 100;
  const at = (seconds: number) => ({ left: `${share(seconds) + EDGE * 100}%` });
  const partOf = ({ currentTarget, clientX }: PointerEvent | MouseEvent) => {
    const { left, width } = (currentTarget as Element).getBoundingClientRect();
    return Math.min(1, Math.max(0, ((clientX - left) / width - EDGE) / (1 - 2 * EDGE)));
  };
  return (
    <div
      class="track"
      aria-hidden="true"
      onPointerMove={(event) => setPointed(partOf(event))}
      onPointerLeave={() => setPointed(undefined)}
      onClick={(event) => onSeek(partOf(event) * end)}
    >
      {movingTimes(activity).map((span) => (
        <span
          key={span.start}
          class="track-moving"
          style={{ ...at(span.start), width: `${share(span.end) - share(span.start)}%` }}
        />
      ))}
      {labels.map((capture) => (
        <span
          key={capture.frame}
          class={`track-mark ${label === undefined || hasLabel(capture, label) ? 'shown' : ''}`}
          style={at(capture.time)}
        />
      ))}
      <span class="track-head" style={at(time)} />
      {pointed === undefined ? null : (
        <Glimpse
          time={pointed * end}
          part={pointed}
          tile={parseTile(cueTextAt(video.current, 'metadata', pointed * end) ?? '')}
          chapter={cueTextAt(video.current, 'chapters', pointed * end)}
        />
      )}
    </div>
  );
};
