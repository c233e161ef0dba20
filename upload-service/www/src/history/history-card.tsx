import { useEffect, useRef, useState } from 'preact/hooks';
import { CloseIcon } from '../design/icons.tsx';
import { count, formatFromNow } from '../design/format.ts';
import { useSession } from '../live/live.ts';
import type { FollowState } from '../live/follow-session.ts';
import { Link } from '../navigation/link.tsx';
import { CardPreview } from './card-preview.tsx';
import type { HistoryEntry } from './history-entry.ts';
import { forgetUpload, learn } from './history.ts';
import './history-card.css';

const LABELS_SHOWN = 3;

/** One upload of the list; its details are fetched when it scrolls into view. */
export const HistoryCard = ({ entry }: { entry: HistoryEntry }) => {
  const { ref, seen } = useSeen();
  const [active, setActive] = useState(false);
  return (
    <li
      class="history-card card"
      ref={ref}
      onPointerEnter={({ pointerType }) => setActive(pointerType === 'mouse')}
      onPointerLeave={() => setActive(false)}
      onFocusIn={() => setActive(true)}
      onFocusOut={() => setActive(false)}
    >
      <Link to={{ view: 'result', session: entry.session, time: 0 }} class="history-link">
        {seen ? <LiveThumb entry={entry} active={active} /> : <div class="thumb" />}
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

// The button disappears with its card.
const focusNeighbour = (card: HTMLElement | null) => {
  const neighbour = card?.nextElementSibling ?? card?.previousElementSibling;
  const next = neighbour?.querySelector<HTMLElement>('.history-link');
  (next ?? document.querySelector<HTMLElement>('main'))?.focus();
};

const LiveThumb = ({ entry, active }: { entry: HistoryEntry; active: boolean }) => {
  const { state } = useSession(entry.session);
  const view = 'view' in state ? state.view : undefined;
  useEffect(() => {
    if (view) learn(view);
  }, [view]);
  return (
    <div class={`thumb ${view?.gifUrl ? 'has-gif' : ''}`}>
      {view ? <CardPreview view={view} active={active} /> : null}
      <span class="thumb-state">{thumbText(state)}</span>
    </div>
  );
};

const TEXTS: Partial<Record<FollowState['kind'], string>> = {
  unknown: 'No longer kept',
  deleted: 'Deleted',
  unreachable: 'Server unreachable',
};

const thumbText = (state: FollowState) => {
  if (!('view' in state)) return TEXTS[state.kind];
  if (state.view.status === 0) return 'In progress…';
  return state.view.status === -1 ? 'Failed' : undefined;
};

const detailOf = ({ labels, status, addedAt }: HistoryEntry) => {
  const ago = addedAt > 0 ? formatFromNow(addedAt) : 'An example';
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
