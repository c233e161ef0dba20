import { useState } from 'preact/hooks';
import { labels } from '../list/library.ts';
import type { FilterProps } from './filter-props.ts';

const SHOWN = 30;

/** The bank's labels, most frequent first, with the number of videos that show each. */
export const LabelsFilter = ({ query, onQuery }: FilterProps) => {
  const [part, setPart] = useState('');
  const chosen = new Set(query.labels);
  const counts = new Map(labels.value);
  const names = [...new Set([...query.labels, ...counts.keys()])];
  const fitting = names.filter((name) => name.toLowerCase().includes(part.trim().toLowerCase()));
  const more = fitting.length - SHOWN;
  const toggle = (name: string) =>
    onQuery({
      ...query,
      labels: chosen.has(name)
        ? query.labels.filter((each) => each !== name)
        : [...query.labels, name],
    });
  return (
    <fieldset class="filter-labels">
      <legend>Labels in the same picture</legend>
      <input
        type="search"
        aria-label="Find a label"
        placeholder="Find a label"
        value={part}
        onInput={({ currentTarget }) => setPart(currentTarget.value)}
      />
      <ul>
        {fitting.slice(0, SHOWN).map((name) => (
          <li key={name}>
            <label class="filter-label">
              <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} />
              <span>{name}</span>
              <small>{counts.get(name) ?? 0}</small>
            </label>
          </li>
        ))}
      </ul>
      <p class="filter-note">
        {names.length === 0 ? 'No video has labels yet.' : ''}
        {names.length > 0 && fitting.length === 0 ? 'No label has this name.' : ''}
        {more > 0 ? `${more} more: type part of a name.` : ''}
      </p>
    </fieldset>
  );
};
