import type { SessionView } from '../../../src/view/session-view.ts';
import { formatBytes, formatTime } from '../design/format.ts';

/** What the file itself says. */
export const Facts = ({ view: { source } }: { view: SessionView }) => {
  if (!source) return null;
  const { durationSeconds, width, height, codec, size } = source;
  const facts = [
    durationSeconds !== undefined && formatTime(durationSeconds),
    width && height && `${width} × ${height}`,
    codec?.toUpperCase(),
    formatBytes(size),
  ].filter(Boolean);
  return (
    <ul class="facts" aria-label="About the file">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
};
