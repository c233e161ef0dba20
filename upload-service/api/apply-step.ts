import type { Label } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { type CaptureView, PreviewLinks, type SessionView, type StepView } from './session-view.ts';

const MS_PER_SECOND = 1000;

/** The newer state of a session with the older links, which are still valid. */
export const keepLinks = (older: SessionView, newer: SessionView): SessionView => ({
  ...newer,
  ...(older.gifUrl !== undefined && { gifUrl: older.gifUrl }),
  ...previewLinksOf(older),
  ...(older.videoUrl !== undefined && { videoUrl: older.videoUrl }),
  labels: newer.labels.map((capture) => ({
    ...capture,
    ...linkOf(older.labels.find(({ frame }) => frame === capture.frame)),
  })),
});

/** The session after one more step. Steps can arrive twice and in any order. */
export const applyStep = (view: SessionView, done: StepView): SessionView => {
  switch (done.step) {
    case 'gif':
      return { ...previewLinksOf(done), ...view, gifUrl: view.gifUrl ?? done.gifUrl };
    case 'captures':
      return { ...view, labels: done.captures.reduce(mergeCapture, view.labels) };
    case 'label':
      return withLabels(view, { frame: done.frame, labels: done.labels });
    case 'done':
    case 'deleted':
    case 'changed':
      return view;
  }
};

const previewLinksOf = (links: PreviewLinks): PreviewLinks => v.parse(PreviewLinks, links);

const withLabels = (view: SessionView, labelled: { frame: string; labels: Label[] }) => {
  // A frame is named after its millisecond, so its position is known before the list of captures arrives.
  const capture = { ...labelled, time: Number(labelled.frame) / MS_PER_SECOND };
  const labels = mergeCapture(view.labels, capture);
  return { ...view, labels, allLabels: bestOfEach(labels.flatMap((each) => each.labels ?? [])) };
};

const mergeCapture = (captures: CaptureView[], capture: CaptureView) => {
  const known = captures.find(({ frame }) => frame === capture.frame);
  const merged = { ...known, ...capture, ...linkOf(known) };
  return [...captures.filter((each) => each !== known), merged].sort(
    (one, other) => one.time - other.time,
  );
};

// A new link would load the same picture again.
const linkOf = (known: CaptureView | undefined) =>
  known?.captureUrl === undefined ? {} : { captureUrl: known.captureUrl };

const bestOfEach = (labels: Label[]): Label[] => {
  const byConfidence = labels.toSorted((one, other) => other.Confidence - one.Confidence);
  // A map keeps the last of equal keys, so the best comes last.
  return [...new Map(byConfidence.toReversed().map((label) => [label.Name, label])).values()].sort(
    (one, other) => other.Confidence - one.Confidence,
  );
};
