import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { BackIcon, ForwardIcon } from '../../design/icons.tsx';
import { Link } from '../../navigation/link.tsx';
import { list, navigate } from '../../navigation/navigation.ts';
import { loadMore, openList } from '../list/library.ts';
import type { Video } from '../list/listing.ts';
import { formatQuery, readQuery } from '../query.ts';
import { neighboursOf, routeTo } from './neighbours.ts';

/** Links to the next and previous video of the list, also with the arrow keys. */
export const Neighbours = ({ session }: { session: string }) => {
  const { previous, next } = neighboursOf(session);
  const { search } = list.value;
  // After a reload, nothing is listed any more.
  useEffect(() => openList(formatQuery(readQuery(search).query)), [search]);
  useEffect(() => {
    if (previous && !next) void loadMore();
  }, [session, next]);
  useArrows(previous, next);
  if (!previous && !next) return null;
  return (
    <nav class="neighbours" aria-label="Videos of the list">
      <To video={previous} name="Previous video" arrow="ArrowLeft">
        <BackIcon />
      </To>
      <To video={next} name="Next video" arrow="ArrowRight">
        <ForwardIcon />
      </To>
    </nav>
  );
};

type ToProps = {
  video: Video | undefined;
  name: string;
  arrow: 'ArrowLeft' | 'ArrowRight';
  children: ComponentChildren;
};

const To = ({ video, name, arrow, children }: ToProps) => {
  if (!video) return <span class="icon-button no-neighbour">{children}</span>;
  const title = `${name} (${arrow === 'ArrowLeft' ? '←' : '→'})`;
  return (
    <Link
      to={routeTo(video)}
      replace
      class="icon-button"
      aria-label={name}
      aria-keyshortcuts={arrow}
      title={title}
    >
      {children}
    </Link>
  );
};

// These elements use the arrow keys themselves. Letters would get in the way of speech control:
// https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts
const OWN_ARROWS = 'video, audio, input, select, textarea, [role="slider"], dialog';

const useArrows = (previous: Video | undefined, next: Video | undefined) => {
  // Immediately, because the next key can follow quickly.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, target } = event;
      const to = { ArrowLeft: previous, ArrowRight: next }[key];
      const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      const isTaken = target instanceof Element && target.closest(OWN_ARROWS) !== null;
      if (!to || !isPlain || isTaken || event.defaultPrevented) return;
      event.preventDefault();
      navigate(routeTo(to), { replace: true });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [previous, next]);
};
