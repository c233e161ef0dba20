import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { SessionView } from '../../../src/view/session-view.ts';
import { Glimpse } from './glimpse.tsx';
import { hasLabel } from './moments.ts';
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
 * Where in the video its moments lie, and what it shows wherever a pointer is; the list of moments and the video's
 * own controls do the same for those who have none.
 */
export const Track = ({ video, view: { labels, source }, time, label, onSeek }: TrackProps) => {
  const [pointed, setPointed] = useState<number>();
  const end = Math.max(source?.durationSeconds ?? 0, ...labels.map((capture) => capture.time));
  if (end === 0) return null;
  const at = (seconds: number) => ({
    left: `${(Math.min(seconds / end, 1) * (1 - 2 * EDGE) + EDGE) * 100}%`,
  });
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
