import { without } from '../query.ts';
import type { FilterProps } from './filter-props.ts';
import { nameHour } from './filters.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const ENDS = [
  ['from', 'From hour'],
  ['to', 'To hour'],
] as const;
// The other end stays open until it is chosen.
const WHOLE_DAY = { from: 0, to: 24 };

/** A range of hours, which may span midnight. */
export const HoursFilter = ({ query, onQuery }: FilterProps) => {
  const { hours } = query;
  return (
    <>
      {ENDS.map(([end, name]) => (
        <label class="filter" key={end}>
          <span>{name}</span>
          <select
            value={hours === undefined ? '' : `${hours[end] % 24}`}
            onChange={({ currentTarget: { value } }) =>
              onQuery(
                value === ''
                  ? without(query, 'hours')
                  : { ...query, hours: { ...(hours ?? WHOLE_DAY), [end]: Number(value) } },
              )
            }
          >
            <option value="">Any</option>
            {HOURS.map((hour) => (
              <option key={hour} value={`${hour}`}>
                {nameHour(hour)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
};
