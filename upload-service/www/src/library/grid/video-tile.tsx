import { useState } from 'preact/hooks';
import { formatMoment, formatTime } from '../../design/format.ts';
import { PinIcon, WarningIcon } from '../../design/icons.tsx';
import { CardPreview } from '../../history/card-preview.tsx';
import { Link } from '../../navigation/link.tsx';
import type { Video } from '../list/listing.ts';
import { isSelected, toggle } from '../selection/selection.ts';
import './tile-select.css';
import './video-tile.css';

const LABELS_SHOWN = 3;

/** A video of the list. After a search for labels, it shows and links the matching moments. */
export const VideoTile = ({ video }: { video: Video }) => {
  const { id, name, moments, durationSeconds } = video;
  const [active, setActive] = useState(false);
  const [pointed, setPointed] = useState<number>();
  const moment = moments[pointed ?? 0];
  return (
    <li
      class={`tile ${isSelected(id) ? 'selected' : ''}`}
      data-video={id}
      onPointerEnter={({ pointerType }) => setActive(pointerType === 'mouse')}
      onPointerLeave={() => setActive(false)}
      onFocusIn={() => setActive(true)}
      onFocusOut={() => setActive(false)}
    >
      <Link to={{ view: 'result', session: id, time: moments[0]?.time ?? 0 }} class="tile-link">
        <span class="tile-picture">
          <CardPreview view={moment ? { posterUrl: moment.captureUrl } : video} active={active} />
          <State video={video} />
          {video.kept ? <KeptMark /> : null}
          {durationSeconds === undefined ? null : (
            <span class="tile-badge tile-duration">{formatTime(durationSeconds)}</span>
          )}
        </span>
        <span class="tile-name">{name}</span>
        <Details video={video} />
      </Link>
      <input
        type="checkbox"
        class="tile-select"
        aria-label={`Select ${name}`}
        checked={isSelected(id)}
        onClick={({ shiftKey }) => toggle(id, { through: shiftKey })}
      />
      {moments.length > 0 ? <Moments video={video} onPoint={setPointed} /> : null}
    </li>
  );
};

const STATES = { processing: 'In progress…', failed: 'Failed' };

const State = ({ video: { state } }: { video: Video }) =>
  state === 'ready' ? null : (
    <>
      {state === 'failed' ? <WarningIcon /> : null}
      <span class={`tile-badge tile-state ${state}`}>{STATES[state]}</span>
    </>
  );

const KeptMark = () => (
  <span class="tile-badge tile-kept" title="Never deleted automatically">
    <PinIcon />
    <span class="visually-hidden">Kept</span>
  </span>
);

const DOORS = { page: 'Uploaded', messenger: 'Messenger', camera: 'Camera' };

const Details = ({
  video: { clock, camera, door, labels, state, error, recorded },
}: {
  video: Video;
}) => {
  const more = labels.length - LABELS_SHOWN;
  const named = labels.slice(0, LABELS_SHOWN).join(', ');
  return (
    <>
      <span class="tile-detail">
        <time dateTime={recorded.at}>{clock}</time> · {camera ?? DOORS[door]}
      </span>
      <span class="tile-detail tile-labels">
        {state === 'failed' ? error?.message : more > 0 ? `${named} +${more}` : named}
      </span>
    </>
  );
};

type MomentsProps = { video: Video; onPoint: (index: number | undefined) => void };

const Moments = ({ video: { id, name, moments }, onPoint }: MomentsProps) => {
  const times = moments.map(({ time }) => time);
  return (
    <ul class="tile-moments" aria-label={`Moments of ${name}`}>
      {moments.map(({ frame, time }, index) => (
        <li
          key={frame}
          onPointerEnter={() => onPoint(index)}
          onPointerLeave={() => onPoint(undefined)}
          onFocusIn={() => onPoint(index)}
          onFocusOut={() => onPoint(undefined)}
        >
          <Link to={{ view: 'result', session: id, time }} class="tile-moment">
            {formatMoment(time, times)}
          </Link>
        </li>
      ))}
    </ul>
  );
};
