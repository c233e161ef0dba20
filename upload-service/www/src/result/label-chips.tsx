import type { SessionView } from '../../../src/view/session-view.ts';
import { count, formatPercent } from '../design/format.ts';
import { timesOf } from './moments.ts';
import './label-chips.css';

type LabelChipsProps = {
  view: SessionView;
  label: string | undefined;
  onChoose: (label: string) => void;
  onClear: () => void;
};

/** What was recognised, the surest first; choosing a label goes through the moments that show it. */
export const LabelChips = ({ view, label, onChoose, onClear }: LabelChipsProps) => {
  // What has failed was not looked at: that is no finding.
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
              // This button goes: the focus stays with the label that was chosen.
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
          {view.allLabels.map(({ Name, Confidence }) => (
            <li key={Name}>
              <button
                type="button"
                class="chip"
                aria-pressed={Name === label}
                title={`In ${count(timesOf(view.labels, Name).length, 'moment')}`}
                onClick={() => onChoose(Name)}
              >
                {Name} <span class="chip-percent">{formatPercent(Confidence)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="labels-none">
          {view.status === 0 ? 'They appear one moment at a time.' : 'Nothing was recognised.'}
        </p>
      )}
    </section>
  );
};
