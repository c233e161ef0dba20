import { useEffect, useMemo } from 'preact/hooks';
import { Announcement } from '../design/announcement.tsx';
import { count } from '../design/format.ts';
import { ActiveFilters } from './filters/active-filters.tsx';
import { FilterPanel } from './filters/filter-panel.tsx';
import { DayGrid } from './grid/day-grid.tsx';
import { isComplete, isEmptyBank, loading, openList, shown, listError } from './list/library.ts';
import { useLiveList } from './list/use-live-list.ts';
import { asksForAll, formatQuery, readQuery } from './query.ts';
import { SelectionBar } from './selection/selection-bar.tsx';
import { SearchField } from './search/search-field.tsx';
import { EmptyBank } from './states/empty-bank.tsx';
import { ListError } from './states/list-error.tsx';
import { NoMatch } from './states/no-match.tsx';
import { Skeletons } from './states/skeletons.tsx';
import './library-view.css';

/** The videos of every door: search, filter and browse by day. */
export const LibraryView = ({ search }: { search: string }) => {
  const { query, problems } = useMemo(() => readQuery(search), [search]);
  const list = formatQuery(query);
  useEffect(() => openList(list), [list]);
  useLiveList();
  if (isEmptyBank.value && list === '') return <EmptyBank />;
  return (
    <section class="library" aria-labelledby="library-title">
      <h2 id="library-title" class="visually-hidden">
        Your videos
      </h2>
      <div class="library-tools">
        <SearchField query={query} problems={problems} />
        <FilterPanel query={query} />
        <ActiveFilters query={query} />
      </div>
      <Found isSearch={!asksForAll(query)} />
      {shown.value.length > 0 ? <DayGrid list={list} /> : null}
      {listError.value ? <ListError error={listError.value} /> : null}
      {isComplete.value && shown.value.length === 0 ? <NoMatch query={query} /> : null}
      {!isComplete.value && !listError.value ? (
        <Skeletons isFirst={shown.value.length === 0} />
      ) : null}
      <SelectionBar />
    </section>
  );
};

const Found = ({ isSearch }: { isSearch: boolean }) => {
  const { length } = shown.value;
  const found = isComplete.value ? count(length, 'video') : `More than ${length} videos`;
  return <Announcement text={isSearch && !loading.value && length > 0 ? `${found} found.` : ''} />;
};
