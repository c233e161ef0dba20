import { useState } from 'preact/hooks';
import type { VideoQuery } from '#api/video-query';
import { FilterIcon } from '../../design/icons.tsx';
import { search } from '../../navigation/navigation.ts';
import { cameras } from '../list/library.ts';
import type { Count } from '../list/library-api.ts';
import { formatQuery, without } from '../query.ts';
import { DaysFilter } from './days-filter.tsx';
import { DOORS, filtersOf, STATES } from './filters.ts';
import { HoursFilter } from './hours-filter.tsx';
import { LabelsFilter } from './labels-filter.tsx';
import { SelectFilter } from './select-filter.tsx';
import './filter-panel.css';

const onQuery = (query: VideoQuery) => search(formatQuery(query));

/** All filters, behind a button. */
export const FilterPanel = ({ query }: { query: VideoQuery }) => {
  const [isOpen, setOpen] = useState(false);
  const used = filtersOf(query).length;
  const choose = (name: 'camera' | 'door' | 'state') => (value: string) =>
    onQuery({ ...without(query, name), ...(value !== '' && { [name]: value }) });
  return (
    <>
      <button
        type="button"
        class="button filters-button"
        aria-expanded={isOpen}
        aria-controls="filters"
        onClick={() => setOpen(!isOpen)}
      >
        <FilterIcon />
        <span class="filters-text">Filters</span>
        {used > 0 ? <span class="filters-used">{used}</span> : null}
      </button>
      <div id="filters" class="card filters" hidden={!isOpen}>
        <LabelsFilter {...{ query, onQuery }} />
        <div class="filters-rest">
          <SelectFilter
            name="Camera"
            options={optionsOf(cameras.value, query.camera)}
            value={query.camera}
            onChoose={choose('camera')}
          />
          <SelectFilter
            name="Source"
            options={Object.entries(DOORS)}
            value={query.door}
            onChoose={choose('door')}
          />
          <SelectFilter
            name="State"
            options={Object.entries(STATES)}
            value={query.state}
            onChoose={choose('state')}
          />
          <DaysFilter {...{ query, onQuery }} />
          <HoursFilter {...{ query, onQuery }} />
        </div>
      </div>
    </>
  );
};

// The selected camera is always listed, even if the bank has none of that name.
const optionsOf = (counts: Count[], chosen: string | undefined): [string, string][] => {
  const isKnown = chosen === undefined || counts.some(([name]) => name === chosen);
  const all: Count[] = isKnown ? counts : [...counts, [chosen, 0]];
  return all.map(([name, videos]) => [name, `${name} (${videos})`]);
};
