import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionView } from '#api/session-view';
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
  /** Requests new links, once the current ones have expired; returns the video's. */
  onExpired: () => Promise<string | undefined>;
};

/** The video. When it is paused at a capture, the boxes found there are drawn over it. */
export const Player = ({ video, view, start, time, label, onTime, onExpired }: PlayerProps) => {
  const { isPlayable, retryOnce } = useRetry(onExpired);
  const [hasPicture, setHasPicture] = useState(true);
  const [ratio, setRatio] = useState(16 / 9);
  const source = useSource(video, view.videoUrl);
  useEffect(() => {
    if (start > 0 && video.current) video.current.currentTime = start;
  }, [start]);

  if (!source) {
    return view.status === -1 ? null : <div class="skeleton stage-skeleton" aria-hidden="true" />;
  }
  // Sound without decodable pictures would be a black player.
  if (!isPlayable || (!hasPicture && view.labels.length > 0))
    return <Still capture={momentAt(view.labels, time)} label={label} />;
  const capture = captureAt(view.labels, time);
  const tell = ({ currentTarget }: { currentTarget: HTMLVideoElement }) =>
    onTime(currentTarget.currentTime);
  return (
    <div class="player" style={{ aspectRatio: ratio, width: `min(100%, calc(72vh * ${ratio}))` }}>
      <video
        ref={video}
        src={source}
        {...(view.posterUrl !== undefined && { poster: view.posterUrl })}
        aria-label={view.file}
        controls
        playsInline
        preload="auto"
        onLoadedMetadata={({ currentTarget }) => {
          const { videoWidth, videoHeight } = currentTarget;
          // A seek requested before the video was loaded.
          currentTarget.currentTime = time;
          setHasPicture(videoWidth > 0);
          if (videoHeight > 0) setRatio(videoWidth / videoHeight);
        }}
        onTimeUpdate={tell}
        onSeeked={tell}
        onError={({ currentTarget: { error } }) => retryOnce(error?.code, source)}
      >
        <Tracks view={view} />
      </video>
      {capture ? <Boxes boxes={boxesOf(capture, label)} named /> : null}
    </div>
  );
};

// A link that expires during playback is a network error; one that had expired before looks like an unsupported format.
const useRetry = (renew: PlayerProps['onExpired']) => {
  const [isPlayable, setPlayable] = useState(true);
  const isRenewed = useRef(false);
  const retryOnce = (code: number | undefined, url: string) => {
    const mayBeExpired = code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED && !isRenewed.current;
    if (mayBeExpired) {
      isRenewed.current = true;
      // A brand-new link has not expired.
      void renew().then((renewed) => setPlayable(renewed !== url));
    } else if (code === MediaError.MEDIA_ERR_NETWORK) void renew();
    else setPlayable(false);
  };
  return { isPlayable, retryOnce };
};

// A new link would interrupt the video, so a playing one keeps its link.
const useSource = (video: RefObject<HTMLVideoElement>, url: string | undefined) => {
  const [source, setSource] = useState(url);
  useEffect(() => {
    const playing = video.current && !video.current.paused && !video.current.error;
    if (!playing) setSource(url);
  }, [url]);
  return url === undefined ? undefined : (source ?? url);
};

// Only once the video is ready: before that there is no track, and it would not be requested again.
const Tracks = ({ view: { status, storyboardUrl, chaptersUrl } }: { view: SessionView }) =>
  status === 0 ? null : (
    <>
      {storyboardUrl ? (
        <track kind="metadata" label="thumbnails" default src={storyboardUrl} />
      ) : null}
      {chaptersUrl ? <track kind="chapters" label="Labels" default src={chaptersUrl} /> : null}
    </>
  );
