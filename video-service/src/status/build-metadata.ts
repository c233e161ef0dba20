import { captureKey } from '@video-service/shared/keys';
import {
  type Activity,
  type Label,
  type LabelledCapture,
  Metadata,
} from '@video-service/shared/metadata';
import { cameraOf } from '@video-service/shared/recording/camera';
import * as v from 'valibot';
import type { LabelRow } from '@video-service/shared/label-row';
import { FAILED, READY, type Session } from '@video-service/shared/session';

const USD_DIGITS = 6;

/**
 * Builds the metadata.json of a session from its rows alone: the same rows, in any order, give the same bytes. An error
 * of the session makes it failed, with the results so far.
 */
export const buildMetadata = (
  session: Session,
  rows: LabelRow[],
  usdPerImage: number,
): Metadata => {
  const { id, source, gif, previews, activity, activityEverySeconds, error } = session;
  const { camera = cameraOf(source.key), recorded } = session;
  const shown = rows.flatMap((row) => shownIn(session, row));
  const labels = capturesOf({ id, video: source.key, activity }, shown);
  const images = rows.filter((row) => row.labels).length;
  // Parsing puts the keys in the order of the contract, whatever order the rows had.
  return v.parse(Metadata, {
    version: 1,
    revision: 1,
    id,
    status: error ? FAILED : READY,
    video: source.key,
    ...(camera !== undefined && { camera }),
    ...(recorded && { recorded }),
    ...(gif !== undefined && { gif }),
    ...(previews && { previews }),
    source,
    labels,
    ...(activity && { activity, activityEverySeconds }),
    allLabels: bestOf(labels),
    timeline: timelineOf(labels),
    unlabelled: shown.filter((row) => row.sameAs === undefined && !row.labels).length,
    cost: { images, usd: Number((images * usdPerImage).toFixed(USD_DIGITS)) },
    ...(error && { error }),
  });
};

// An earlier try may have left rows of frames that were not chosen in the end, or that repeat another one.
const shownIn = ({ pictures }: Session, { sameAs, ...row }: LabelRow): LabelRow[] => {
  if (!pictures) return [{ ...row, ...(sameAs !== undefined && { sameAs }) }];
  if (pictures.has(row.frame)) return [row];
  return sameAs !== undefined && pictures.has(sameAs) ? [{ ...row, sameAs }] : [];
};

type Video = { id: string; video: string; activity: Activity[] | undefined };

// A near-duplicate has the picture and labels of the frame it repeats. An empty scene that shares the picture of an
// object crossing it has no labels: the object is not there at that time.
const capturesOf = ({ id, video, activity = [] }: Video, rows: LabelRow[]) => {
  const isQuiet = (at: number) => activity.every(({ start, end }) => at < start || at > end);
  const byFrame = new Map(rows.map((row) => [row.frame, row]));
  return rows
    .toSorted((one, other) => one.time - other.time)
    .map(({ frame, time, kind, sameAs }): LabelledCapture => {
      const shown = sameAs ?? frame;
      const original = byFrame.get(shown);
      const { labels = [], error } = original ?? {};
      const isOfOther = original !== undefined && isQuiet(time) && !isQuiet(original.time);
      return {
        frame,
        time,
        ...(kind && { kind }),
        capture: captureKey(id, video, shown),
        ...(sameAs !== undefined && { sameAs }),
        labels: isOfOther ? [] : labels.toSorted(byConfidence),
        ...(error && { error }),
      };
    });
};

// Each name once, with the highest confidence; of equal ones, the first.
const bestOf = (captures: LabelledCapture[]): Label[] => {
  const best = new Map<string, Label>();
  for (const label of captures.flatMap(({ labels }) => labels)) {
    const known = best.get(label.Name);
    if (!known || label.Confidence > known.Confidence) best.set(label.Name, label);
  }
  return [...best.values()].sort(byConfidence);
};

const timelineOf = (captures: LabelledCapture[]) =>
  bestOf(captures).map(({ Name }) => ({
    name: Name,
    times: captures
      .filter(({ labels }) => labels.some((label) => label.Name === Name))
      .map(({ time }) => time),
  }));

// By code units, because a locale's order differs between machines.
const byConfidence = (one: Label, other: Label) =>
  other.Confidence - one.Confidence || (one.Name < other.Name ? -1 : 1);
