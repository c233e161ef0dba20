import type { VideoQuery } from '#api/video-query';
import { CloseIcon } from '../../design/icons.tsx';
import { search } from '../../navigation/navigation.ts';
import { formatQuery } from '../query.ts';
import { filtersOf } from './filters.ts';

/** The active filters, each with a button to remove it. */
export const ActiveFilters = ({ query }: { query: VideoQuery }) => {
  const filters = filtersOf(query);
  if (filters.length === 0) return null;
  return (
    <ul class="active-filters" aria-label="Filters in use">
      {filters.map(({ name, rest }) => (
        <li key={name}>
          <button
            type="button"
            class="filter-chip"
            aria-label={`Remove filter: ${name}`}
            onClick={({ currentTarget }) => {
              focusNext(currentTarget);
              search(formatQuery(rest));
            }}
          >
            <span>{name}</span>
            <CloseIcon />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          class="text-button"
          onClick={() => {
            document.querySelector<HTMLElement>('#library-search')?.focus();
            search('');
          }}
        >
          Clear all
        </button>
      </li>
    </ul>
  );
};

// The chip that had the focus disappears.
const focusNext = (chip: HTMLElement) => {
  const item = chip.parentElement;
  const next = item?.nextElementSibling?.matches(':last-child')
    ? item.previousElementSibling
    : item?.nextElementSibling;
  const target = next?.querySelector<HTMLElement>('button');
  (target ?? document.querySelector<HTMLElement>('#library-search'))?.focus();
};
