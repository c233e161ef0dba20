import type { RefObject } from 'preact';
import type { CaptureView, SessionView } from '#api/session-view';
import { formatMoment } from '../design/format.ts';
import { Boxes } from './boxes.tsx';
import { specificNames } from '@video-service/shared/label-names';
import { boxesOf, captureAt, describeActivity, hasLabel, shownMoments } from './moments.ts';
import { Track } from './track.tsx';
import './timeline.css';

type TimelineProps = {
  video: RefObject<HTMLVideoElement>;
  view: SessionView;
  time: number;
  label: string | undefined;
  onSeek: (time: number) => void;
};

/** The key moments in order; clicking one seeks the video. */
export const Timeline = ({ video, view, time, label, onSeek }: TimelineProps) => {
  if (view.labels.length === 0)
    return view.status === 0 ? <div class="skeleton timeline-skeleton" aria-hidden="true" /> : null;
  const shown = shownMoments(view.labels, view.activity);
  const current = captureAt(shown, time);
  const times = shown.map((capture) => capture.time);
  const moves = describeActivity(view.activity ?? []);
  return (
    <section aria-labelledby="timeline-title">
      <h2 id="timeline-title">Key moments</h2>
      <Track {...{ video, view: { ...view, labels: shown }, time, label, onSeek }} />
      {moves === undefined ? null : <p class="track-legend">{moves}</p>}
      <ol class="timeline">
        {shown.map((capture) => (
          <li key={capture.frame}>
            <Moment
              {...{ capture, label, onSeek }}
              timeText={formatMoment(capture.time, times)}
              isCurrent={capture === current}
              isDimmed={label !== undefined && !hasLabel(capture, label)}
            />
          </li>
        ))}
      </ol>
    </section>
  );
};

type MomentProps = {
  capture: CaptureView;
  timeText: string;
  label: string | undefined;
  isCurrent: boolean;
  isDimmed: boolean;
  onSeek: (time: number) => void;
};

const Moment = ({ capture, timeText, label, isCurrent, isDimmed, onSeek }: MomentProps) => (
  <button
    type="button"
    class={`moment ${isDimmed ? 'dimmed' : ''}`}
    aria-current={isCurrent ? 'true' : undefined}
    onClick={() => onSeek(capture.time)}
  >
    <span class="moment-picture">
      {capture.captureUrl ? <img src={capture.captureUrl} alt="" loading="lazy" /> : null}
      <Boxes boxes={boxesOf(capture, label)} />
    </span>
    <span class="visually-hidden">Go to </span>
    <span class="moment-time">{timeText}</span>{' '}
    <span class={`moment-names ${capture.labels ? '' : 'skeleton'}`}>
      {specificNames(capture.labels ?? []).join(', ') || waitText(capture)}
    </span>
  </button>
);

const waitText = ({ labels, error }: CaptureView) => {
  if (error) return 'could not be labelled';
  return labels ? 'nothing recognised' : 'being labelled';
};
