import type { CaptureView, SessionView } from '#api/session-view';
import { formatTime } from '../design/format.ts';

const SAME_MOMENT_SECONDS = 0.12;

/** An object in a picture: its name, and its position as fractions of the picture. */
export type Box = { name: string; left: number; top: number; width: number; height: number };

/** The seconds at which a label is seen. */
export const timesOf = (captures: CaptureView[], label: string): number[] =>
  captures.filter((capture) => hasLabel(capture, label)).map(({ time }) => time);

export const hasLabel = ({ labels = [] }: CaptureView, label: string) =>
  labels.some(({ Name }) => Name === label);

/** The next time after this one, wrapping around at the end. */
export const nextTime = (times: number[], after: number): number | undefined =>
  times.find((time) => time > after + SAME_MOMENT_SECONDS) ?? times[0];

/**
 * Leaves out captures of the empty scene that borrow the picture of a moment: the picture shows something that is not
 * there at their time.
 */
export const shownMoments = (
  captures: CaptureView[],
  activity: SessionView['activity'],
): CaptureView[] => {
  const byFrame = new Map(captures.map((capture) => [capture.frame, capture]));
  return captures.filter(({ sameAs, time, labels }) => {
    const original = sameAs === undefined ? undefined : byFrame.get(sameAs);
    if (original?.kind !== 'moment' || !activity)
      return !(labels?.length === 0 && original?.labels?.length);
    return activity.some(
      ({ frame, start, end }) => frame === sameAs && start <= time && time <= end,
    );
  });
};

/** The capture at exactly this second; undefined between captures. */
export const captureAt = (captures: CaptureView[], time: number): CaptureView | undefined =>
  captures.find((capture) => Math.abs(capture.time - time) <= SAME_MOMENT_SECONDS);

/** The last capture up to this second; before the first, the first. */
export const momentAt = (captures: CaptureView[], time: number): CaptureView | undefined =>
  captures.findLast((capture) => capture.time <= time + SAME_MOMENT_SECONDS) ?? captures[0];

/** The objects found in a capture: all of them, or those of one label. */
export const boxesOf = ({ labels = [] }: CaptureView, only?: string): Box[] =>
  labels
    .filter(({ Name }) => only === undefined || Name === only)
    .flatMap(({ Name, Instances }) =>
      Instances.map(({ BoundingBox: { Left, Top, Width, Height } }) => ({
        name: Name,
        left: Left,
        top: Top,
        width: Width,
        height: Height,
      })),
    );

/** The spans in which something moved, in order and merged. */
export const movingTimes = (activity: Span[]): Span[] =>
  activity
    .toSorted((one, other) => one.start - other.start)
    .reduce<Span[]>((spans, { start, end }) => {
      const last = spans.at(-1);
      if (!last || last.end < start) return [...spans, { start, end }];
      return [...spans.slice(0, -1), { start: last.start, end: Math.max(last.end, end) }];
    }, []);

type Span = { start: number; end: number };

const MOST_TIMES = 8;

/** A sentence about when something moved; undefined if nothing did. */
export const describeActivity = (activity: Span[]): string | undefined => {
  const moving = movingTimes(activity);
  if (moving.length === 0) return undefined;
  if (moving.length > MOST_TIMES) return `Something moves ${moving.length} times.`;
  const times = moving.map(({ start, end }) => `${formatTime(start)}–${formatTime(end)}`);
  return `Something moves at ${new Intl.ListFormat('en').format(times)}.`;
};

/** The completed stages of a session, in the order in which the page shows them. */
export const stagesOf = ({ status, gifUrl, labels }: SessionView) => {
  const labelled = labels.filter((capture) => capture.labels).length;
  const ready = status === 1;
  return [
    { name: 'Uploaded', done: true },
    { name: 'Preview', done: ready || gifUrl !== undefined },
    { name: 'Key moments', done: ready || labels.some(({ captureUrl }) => captureUrl) },
    {
      name: labels.length > 0 ? `Labels: ${labelled} of ${labels.length}` : 'Labels',
      done: ready,
    },
  ];
};
