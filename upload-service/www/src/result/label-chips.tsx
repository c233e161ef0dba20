import { generalNames, specificNames } from '@video-service/shared/label-names';
import { useState } from 'preact/hooks';
import type { SessionView } from '#api/session-view';
import { count, formatPercent } from '../design/format.ts';
import { timesOf } from './moments.ts';
import './label-chips.css';

type LabelChipsProps = {
  view: SessionView;
  label: string | undefined;
  onChoose: (label: string) => void;
  onClear: () => void;
};

/**
 * The labels by confidence, with general ones behind a button; clicking a label steps through the moments that show it.
 */
export const LabelChips = ({ view, label, onChoose, onClear }: LabelChipsProps) => {
  const [open, setOpen] = useState(false);
  const general = generalNames(view.allLabels);
  const shown = [
    ...specificNames(view.allLabels),
    ...general.filter((name) => open || name === label),
  ];
  // A failed session was not analysed, so "nothing recognised" would be wrong.
  if (view.status === -1 && view.allLabels.length === 0) return null;
  return (
    <section class="labels" aria-labelledby="labels-title">
      <div class="labels-head">
        <h2 id="labels-title">Labels</h2>
        {label === undefined ? null : (
          <button
            type="button"
            class="text-button"
            onClick={({ currentTarget }) => {
              // This button disappears: the focus stays with the chosen label.
              currentTarget
                .closest('section')
                ?.querySelector<HTMLElement>('[aria-pressed="true"]')
                ?.focus();
              onClear();
            }}
          >
            Show all
          </button>
        )}
      </div>
      {view.allLabels.length > 0 ? (
        <ul class="chips">
          {shown.map((name) => (
            <li key={name}>
              <button
                type="button"
                class="chip"
                aria-pressed={name === label}
                title={`In ${count(timesOf(view.labels, name).length, 'moment')}`}
                onClick={() => onChoose(name)}
              >
                {name} <span class="chip-percent">{percentOf(name, view)}</span>
              </button>
            </li>
          ))}
          {general.length > 0 ? (
            <li>
              <button
                type="button"
                class="text-button"
                aria-expanded={open}
                onClick={() => setOpen(!open)}
              >
                {open ? 'Fewer' : `${general.length} more`}
              </button>
            </li>
          ) : null}
        </ul>
      ) : (
        <p class="labels-none">
          {view.status === 0 ? 'They appear one moment at a time.' : 'Nothing was recognised.'}
        </p>
      )}
    </section>
  );
};

const percentOf = (name: string, { allLabels }: SessionView) =>
  formatPercent(allLabels.find(({ Name }) => Name === name)?.Confidence ?? 0);
