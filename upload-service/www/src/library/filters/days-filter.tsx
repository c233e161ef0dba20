import { todayHere } from '../list/days.ts';
import { without } from '../query.ts';
import type { FilterProps } from './filter-props.ts';

const ENDS = [
  ['from', 'From day'],
  ['to', 'To day'],
] as const;

/** The first and the last day. */
export const DaysFilter = ({ query, onQuery }: FilterProps) => (
  <>
    {ENDS.map(([end, name]) => (
      <label class="filter" key={end}>
        <span>{name}</span>
        <input
          type="date"
          min={end === 'to' ? (query.from ?? FIRST) : FIRST}
          max={end === 'from' ? (query.to ?? todayHere()) : todayHere()}
          value={query[end] ?? ''}
          onChange={({ currentTarget: { value, validity } }) => {
            // An incomplete date has no value, and a typed one may be out of bounds.
            if (value === '') onQuery(without(query, end));
            else if (validity.valid) onQuery({ ...query, [end]: value });
          }}
        />
      </label>
    ))}
  </>
);

const FIRST = '2000-01-01';
