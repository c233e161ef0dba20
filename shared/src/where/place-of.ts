import { FAILED, missingIn, PROCESSING, READY } from '../session.ts';
import { LONGEST_RUN_SECONDS, PATIENCE_SECONDS, SWEEP_SECONDS } from '../session-times.ts';
import { labellingProgress, causesOf, unknownOf } from './causes.ts';
import type { Facts } from './facts.ts';
import type { Place } from './place.ts';

type Found = Omit<Place, 'id' | 'key' | 'causes' | 'unknown'>;

/** Says where a video is, from the facts alone. */
export const placeOf = (facts: Facts): Place => {
  const { id, key = facts.session?.source.key } = facts;
  return { id, key, ...stageOf(facts), causes: causesOf(facts), unknown: unknownOf(facts) };
};

const stageOf = (facts: Facts): Found => {
  const { tombstone, session, page, library } = facts;
  if (tombstone || page === 'deleted' || library === 'deleted') return ofDeleted(facts);
  if (!session) return withoutSession(facts);
  if (session.status !== PROCESSING) return ofClosed(facts, session);
  if (session.error)
    return {
      stage: 'failing',
      detail: session.error.code,
      since: session.updatedAt,
      tries: triesOf(session),
      next: sweep(facts, 'its metadata.json is published'),
    };
  return ofOpen(facts, session);
};

type Session = NonNullable<Facts['session']>;

const ofDeleted = ({ tombstone, session }: Facts): Found => {
  if (session)
    return {
      stage: 'being deleted',
      next: { what: 'the request to delete it reaches video-service' },
    };
  if (tombstone?.deletedAt === undefined) return { stage: 'deleted' };
  return {
    stage: 'being deleted',
    since: tombstone.deletedAt,
    next: {
      what: 'the sweep deletes what running steps have left behind',
      at: after(tombstone.deletedAt, LONGEST_RUN_SECONDS),
    },
  };
};

const withoutSession = ({ object, page, said, published, waiting }: Facts): Found => {
  if (published)
    return {
      stage: published.status === READY ? 'ready' : 'failed',
      detail: 'its session has expired',
      since: published.at,
    };
  if (object !== undefined && object !== 'gone')
    return {
      stage: 'uploaded, waiting for its session',
      since: object.at,
      next:
        waiting?.sessions === 0
          ? { what: 'S3 publishes the upload, within minutes' }
          : { what: 'create-session takes it from the queue; tries are three minutes apart' },
    };
  if (said)
    return { stage: 'sent to the bot', next: { what: 'the bot downloads it from Facebook' } };
  if (page) return { stage: 'announced by the page', next: { what: 'the browser uploads it' } };
  return { stage: 'unknown' };
};

const ofOpen = (facts: Facts, session: Session): Found => {
  const missing = missingIn(session);
  const since = session.updatedAt ?? session.createdAt;
  const tries = triesOf(session);
  if (missing === undefined)
    return {
      stage: 'complete',
      since,
      tries,
      next: sweep(facts, 'its metadata.json is published'),
    };
  if (missing === 'labels')
    return {
      stage: 'labelling',
      detail: labellingProgress(facts),
      since,
      tries,
      next: {
        what: 'each capture is retried every six minutes; without progress, and once none is waiting, the video is published without the rest',
        at: after(since, PATIENCE_SECONDS),
      },
    };
  const stage = session.gif === undefined ? renderingOf(session) : 'taking captures';
  if (session.restarted !== true)
    return {
      stage,
      since,
      tries,
      next: {
        what: 'without progress, rendering is restarted',
        at: after(since, PATIENCE_SECONDS),
      },
    };
  return {
    stage,
    since,
    tries,
    next: {
      what: 'without progress, it fails with TIMED_OUT',
      at: after(since, facts.deadlineSeconds),
    },
  };
};

const renderingOf = ({ captures }: Session) =>
  captures === undefined ? 'rendering previews and captures' : 'rendering previews';

const ofClosed = (facts: Facts, { status, updatedAt, error }: Session): Found => {
  const { published } = facts;
  const revision = published?.revision ?? 1;
  const stage: Found =
    status === READY
      ? { stage: 'ready', detail: `revision ${revision}` }
      : { stage: 'failed', detail: error?.code };
  const behind = behindOf(facts, revision);
  if (status !== FAILED && facts.isListed === true)
    return { ...stage, since: updatedAt, next: sweep(facts, 'late labels are published') };
  if (behind.length === 0) return { ...stage, since: published?.at ?? updatedAt };
  return {
    ...stage,
    since: published?.at ?? updatedAt,
    next: { what: `Render Ready reaches ${behind.join(' and ')}` },
  };
};

/** The readers that still show an earlier revision. Page rows written by earlier versions have no revision: they count as 1. */
const behindOf = ({ page, library }: Facts, revision: number) => {
  const isPageBehind =
    typeof page === 'object' && (page.status === 0 || (page.revision ?? 1) < revision);
  const isLibraryBehind = typeof library === 'object' && library.revision < revision;
  return [...(isPageBehind ? ['the page'] : []), ...(isLibraryBehind ? ['the library'] : [])];
};

const triesOf = ({ restarted }: Session) => (restarted === true ? 2 : 1);

const sweep = ({ now }: Facts, what: string) => ({
  what: `the sweep: ${what}`,
  at: new Date(now + SWEEP_SECONDS * 1000).toISOString(),
});

const after = (time: string, seconds: number) =>
  new Date(Date.parse(time) + seconds * 1000).toISOString();
