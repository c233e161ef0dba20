import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SessionView } from '../../../src/view/session-view.ts';
import { Boxes } from './boxes.tsx';
import { boxesOf, captureAt, momentAt } from './moments.ts';
import { Still } from './still.tsx';
import './player.css';

type PlayerProps = {
  video: RefObject<HTMLVideoElement>;
  view: SessionView;
  start: number;
  time: number;
  label: string | undefined;
  onTime: (time: number) => void;
  onExpired: () => void;
};

/** The video itself; where it rests on a capture, what was found there is drawn over it. */
export const Player = ({ video, view, start, time, label, onTime, onExpired }: PlayerProps) => {
  const [playable, setPlayable] = useState(true);
  const [ratio, setRatio] = useState(16 / 9);
  useEffect(() => {
    if (start > 0 && video.current) video.current.currentTime = start;
  }, [start]);

  if (!view.videoUrl) return <div class="skeleton stage-skeleton" aria-hidden="true" />;
  if (!playable) return <Still capture={momentAt(view.labels, time)} label={label} />;
  const capture = captureAt(view.labels, time);
  const tell = ({ currentTarget }: { currentTarget: HTMLVideoElement }) =>
    onTime(currentTarget.currentTime);
  return (
    <div class="player" style={{ aspectRatio: ratio, width: `min(100%, calc(72vh * ${ratio}))` }}>
      <video
        ref={video}
        src={view.videoUrl}
        aria-label={view.file}
        controls
        playsInline
        preload="auto"
        onLoadedMetadata={({ currentTarget }) => {
          const { videoWidth, videoHeight } = currentTarget;
          // What was asked for before there was anything to seek in.
          currentTarget.currentTime = time;
          // A recording of sound alone has no picture.
          if (videoHeight > 0) setRatio(videoWidth / videoHeight);
        }}
        onTimeUpdate={tell}
        onSeeked={tell}
        onError={({ currentTarget: { error } }) => {
          // A link that has expired is a network error; a codec nobody here knows is not.
          if (error?.code === MediaError.MEDIA_ERR_NETWORK) onExpired();
          else setPlayable(false);
        }}
      />
      {capture ? <Boxes boxes={boxesOf(capture, label)} named /> : null}
    </div>
  );
};
