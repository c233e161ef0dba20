import type { StepDone } from '@video-service/shared/messages';
import type { Links } from '../stores/links.ts';
import { toPreviewLinks } from './preview-links.ts';
import type { StepView } from '#api/session-view';

/** Links into the two buckets that hold a session's files. */
export type BucketLinks = { source: Pick<Links, 'to'>; renders: Pick<Links, 'to'> };

/** What the page is told of a step; undefined if the step made nothing to show. */
export const toStepView = async (
  { id: session, step, ...made }: StepDone,
  { source, renders }: BucketLinks,
): Promise<StepView | undefined> => {
  if (step === 'gif' && made.gif) {
    const links = await toPreviewLinks(session, made.previews, renders);
    return { session, step, gifUrl: await renders.to(made.gif), ...links };
  }
  if (step === 'label' && made.frame && made.labels)
    return { session, step, frame: made.frame, labels: made.labels };
  if (step === 'captures' && made.captures) {
    const captures = made.captures.map(async ({ frame, time, capture }) => ({
      frame,
      time,
      captureUrl: await source.to(capture),
    }));
    return { session, step, captures: await Promise.all(captures) };
  }
  return undefined;
};
