import { useEffect, useRef, useState } from 'preact/hooks';
import { CloseIcon } from '../design/icons.tsx';
import { count, formatAgo } from '../design/format.ts';
import { useSession } from '../live/live.ts';
import type { FollowState } from '../live/follow-session.ts';
import { Link } from '../navigation/link.tsx';
import { holdFirst } from '../design/hold-first.ts';
import type { HistoryEntry } from './history-entry.ts';
import { forgetUpload, learn } from './history.ts';
import './history-card.css';

const LABELS_SHOWN = 3;

/** One upload of the list; what it shows is asked for when it comes into sight. */
export const HistoryCard = ({ entry }: { entry: HistoryEntry }) => {
  const { ref, seen } = useSeen();
  return (
    <li class="history-card card" ref={ref}>
      <Link to={{ view: 'result', session: entry.session, time: 0 }} class="history-link">
        {seen ? <LiveThumb entry={entry} /> : <div class="thumb" />}
        <span class="history-name">{entry.file}</span>
        <span class="history-detail">{detailOf(entry)}</span>
      </Link>
      <button
        type="button"
        class="icon-button forget"
        aria-label={`Remove ${entry.file} from this list`}
        title="Remove from this list"
        onClick={() => {
          focusNeighbour(ref.current);
          forgetUpload(entry.session);
        }}
      >
        <CloseIcon />
      </button>
    </li>
  );
};

// The button that was pressed goes with its card.
const focusNeighbour = (card: HTMLElement | null) => {
  const neighbour = card?.nextElementSibling ?? card?.previousElementSibling;
  const next = neighbour?.querySelector<HTMLElement>('.history-link');
  (next ?? document.querySelector<HTMLElement>('main'))?.focus();
};

const LiveThumb = ({ entry }: { entry: HistoryEntry }) => {
  const { state } = useSession(entry.session);
  const view = 'view' in state ? state.view : undefined;
  useEffect(() => {
    if (view) learn(view);
  }, [view]);
  return (
    <div class={`thumb ${view?.gifUrl ? 'has-gif' : ''}`}>
      {view?.gifUrl ? <Preview url={view.gifUrl} poster={view.posterUrl} /> : null}
      <span class="thumb-state">{thumbText(state)}</span>
    </div>
  );
};

// A preview that does not come leaves no torn picture, and one with a new link comes again.
const Preview = ({ url, poster }: { url: string; poster: string | undefined }) => {
  const still = useRef<HTMLCanvasElement>(null);
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const source = isCalm && poster ? poster : url;
  const isHeld = isCalm && !poster;
  return (
    <>
      <img
        key={source}
        src={source}
        alt=""
        loading="lazy"
        class={isHeld ? 'held' : ''}
        onLoad={({ currentTarget }) => isHeld && holdFirst(currentTarget, still.current)}
        onError={({ currentTarget }) => (currentTarget.hidden = true)}
      />
      {isHeld ? <canvas ref={still} aria-hidden="true" /> : null}
    </>
  );
};

const TEXTS: Partial<Record<FollowState['kind'], string>> = {
  unknown: 'No longer kept',
  unreachable: 'Server not reached',
};

const thumbText = (state: FollowState) => {
  if (!('view' in state)) return TEXTS[state.kind];
  if (state.view.status === 0) return 'In progress…';
  return state.view.status === -1 ? 'Failed' : undefined;
};

const detailOf = ({ labels, status, addedAt }: HistoryEntry) => {
  const ago = addedAt > 0 ? formatAgo(addedAt) : 'An example';
  if (status === -1) return `${ago} · could not be processed`;
  if (labels.length === 0) return ago;
  const more = labels.length - LABELS_SHOWN;
  const named = labels.slice(0, LABELS_SHOWN).join(', ');
  return `${ago} · ${named}${more > 0 ? ` and ${count(more, 'more label')}` : ''}`;
};

const useSeen = () => {
  const ref = useRef<HTMLLIElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver(
      (all) => setSeen((before) => before || all.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: '200px' },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return { ref, seen };
};
