import { localTimeOf } from '#api/library-entry';
import type { SessionView } from '#api/session-view';
import { formatBytes, formatTime } from '../design/format.ts';
import { shortDay } from '../library/list/days.ts';

/** Where and when the video was recorded, as far as known, and what the file declares. */
export const Facts = ({ view }: { view: SessionView }) => {
  const facts = [...recordingOf(view), ...fileOf(view)].filter(Boolean);
  if (facts.length === 0) return null;
  return (
    <ul class="facts" aria-label="About the video">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
};

// In the camera's local time.
const recordingOf = ({ camera, recorded }: SessionView) => {
  const [day = '', time = ''] = recorded ? localTimeOf(recorded).split('T') : [];
  return [camera, recorded && `${shortDay(day)}, ${time.slice(0, 5)}`];
};

const fileOf = ({ source }: SessionView) => {
  if (!source) return [];
  const { durationSeconds, width, height, codec, size } = source;
  return [
    durationSeconds !== undefined && formatTime(durationSeconds),
    width && height && `${width} × ${height}`,
    codec?.toUpperCase(),
    formatBytes(size),
  ];
};
