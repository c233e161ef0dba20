import { useCallback, useRef, useState } from 'preact/hooks';
import type { SessionView } from '#api/session-view';
import type { SessionLinks } from '../live/live.ts';
import { markTime } from '../navigation/navigation.ts';
import { GifPreview } from './gif-preview.tsx';
import { LabelChips } from './label-chips.tsx';
import { nextTime, timesOf } from './moments.ts';
import { Player } from './player.tsx';
import { Timeline } from './timeline.tsx';
import './result.css';

type ResultProps = { view: SessionView; start: number; links: SessionLinks };

/** The video, its preview, its labels and its moments; choosing a label or moment seeks the video. */
export const Result = ({ view, start, links }: ResultProps) => {
  const video = useRef<HTMLVideoElement>(null);
  const [time, setTime] = useState(start);
  const [label, setLabel] = useState<string>();

  const seek = useCallback(
    (to: number) => {
      setTime(to);
      markTime(view.id, to);
      if (links.areLinksOld()) void links.renew();
      if (!video.current) return;
      video.current.pause();
      video.current.currentTime = to;
    },
    [view.id, links],
  );
  const choose = (name: string) => {
    const times = timesOf(view.labels, name);
    const next = name === label ? nextTime(times, time) : times[0];
    setLabel(name);
    if (next !== undefined) seek(next);
  };
  // The preview comes first: before it there is nothing to see the labels on.
  const labelled = view.status !== 0 || view.gifUrl !== undefined;
  return (
    <div class="result-body">
      <Player {...{ video, view, start, time, label }} onTime={setTime} onExpired={links.renew} />
      <div class="result-side">
        <GifPreview url={view.gifUrl} file={view.file} />
        {labelled ? (
          <LabelChips {...{ view, label }} onChoose={choose} onClear={() => setLabel(undefined)} />
        ) : null}
      </div>
      {labelled ? <Timeline {...{ video, view, time, label }} onSeek={seek} /> : null}
    </div>
  );
};
