import { useState } from 'preact/hooks';
import { SearchIcon } from '../design/icons.tsx';
import { Announcement } from '../design/announcement.tsx';
import { count } from '../design/format.ts';
import { HistoryCard } from './history-card.tsx';
import { search } from './history-entry.ts';
import { entries } from './history.ts';
import './history-list.css';

/** This browser's uploads, searchable by name and label. */
export const HistoryList = () => {
  const [query, setQuery] = useState('');
  if (entries.value.length === 0) return <EmptyHistory />;
  const found = search(entries.value, query);
  return (
    <section class="history" aria-labelledby="history-title">
      <div class="history-head">
        <h2 id="history-title">Your videos</h2>
        <label class="search">
          <SearchIcon />
          <span class="visually-hidden">Search by name or label</span>
          <input
            type="search"
            placeholder="Search by name or label"
            value={query}
            onInput={({ currentTarget }) => setQuery(currentTarget.value)}
          />
        </label>
      </div>
      <Announcement text={query ? `${count(found.length, 'video')} found.` : ''} />
      {found.length > 0 ? (
        <ul class="history-grid">
          {found.map((entry) => (
            <HistoryCard key={entry.session} entry={entry} />
          ))}
        </ul>
      ) : (
        <p class="history-none">No video has “{query}” in its name or labels.</p>
      )}
    </section>
  );
};

const EmptyHistory = () => (
  <section class="history-empty" aria-labelledby="history-title">
    <h2 id="history-title">Your videos</h2>
    <p>Videos you upload from this browser appear here. You can search them by what they show.</p>
  </section>
);
