import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { SessionView } from '#api/session-view';
import { BackIcon } from '../design/icons.tsx';
import { learn } from '../history/history.ts';
import type { FollowState } from '../live/follow-session.ts';
import { useSession, type SessionLinks } from '../live/live.ts';
import { noteOpened } from '../library/grid/scroll-place.ts';
import { Neighbours } from '../library/neighbours/neighbours.tsx';
import { Link } from '../navigation/link.tsx';
import { list } from '../navigation/navigation.ts';
import { owner } from '../owner/owner.ts';
import { Failure } from './failure.tsx';
import { Facts } from './facts.tsx';
import { Result } from './result.tsx';
import { ResultActions } from './result-actions.tsx';
import { Stages } from './stages.tsx';
import { Whereabouts } from './whereabouts.tsx';
import './result-view.css';

type ResultViewProps = { session: string; start: number };

/** One video: its progress, then its results. */
export const ResultView = ({ session, start }: ResultViewProps) => {
  const { state, links } = useSession(session);
  const view = 'view' in state ? state.view : undefined;
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => title.current?.focus(), []);
  useEffect(() => noteOpened(session), [session]);
  useEffect(() => {
    if (view) learn(view);
    document.title = view ? `${view.file} – Video bank` : 'Video bank';
    return () => void (document.title = 'Video bank');
  }, [view]);
  return (
    <article class="result" aria-labelledby="result-title">
      <div class="result-top">
        <Link to={list.value} class="back">
          <BackIcon />
          {list.value.search === '' ? 'All videos' : 'Search results'}
        </Link>
        {owner.value?.owner ? <Neighbours session={session} /> : null}
      </div>
      <header class="result-head">
        <div>
          <h1 id="result-title" ref={title} tabIndex={-1}>
            {view?.file ?? TITLES[state.kind]}
          </h1>
          {view ? <Facts view={view} /> : null}
        </div>
        {view ? <ResultActions view={view} links={links} /> : null}
      </header>
      {view ? <Body {...{ state, view, start, links }} /> : <Nothing kind={state.kind} />}
    </article>
  );
};

type BodyProps = { state: FollowState; view: SessionView; start: number; links: SessionLinks };

const Body = ({ state, view, start, links }: BodyProps) => (
  <>
    {view.status === 1 ? null : <Stages view={view} />}
    {view.error ? <Failure error={view.error} /> : null}
    {state.kind === 'stalled' ? (
      <p class="card notice" role="status">
        This is taking much longer than usual. The result will appear here when it is ready.
      </p>
    ) : null}
    {owner.value?.owner && view.status !== 1 ? (
      <Whereabouts view={view} isStalled={state.kind === 'stalled'} />
    ) : null}
    {view.status === -1 && !view.gifUrl ? null : <Result view={view} start={start} links={links} />}
  </>
);

const TITLES: Record<FollowState['kind'], string> = {
  loading: 'Loading…',
  unknown: 'Video not found',
  deleted: 'This video was deleted',
  unreachable: 'The server is not responding',
  view: '',
  stalled: '',
};

const NOTHING: Partial<Record<FollowState['kind'], string>> = {
  unknown: 'The address may be wrong, or the results have expired.',
  deleted: 'Everything derived from it was deleted, too.',
  unreachable: 'Check your connection. The page keeps trying.',
};

const Nothing = ({ kind }: { kind: FollowState['kind'] }) => {
  const text = NOTHING[kind];
  return text ? (
    <p class="card notice">{text}</p>
  ) : (
    <div class="skeleton stage-skeleton" aria-hidden="true" />
  );
};
