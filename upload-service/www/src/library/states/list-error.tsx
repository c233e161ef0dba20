import { RetryIcon, WarningIcon } from '../../design/icons.tsx';
import type { Trouble } from '../../live/trouble.ts';
import { loadMore } from '../list/library.ts';
import './states.css';

/** The error that stopped the list from loading, with a button to retry. */
export const ListTrouble = ({ trouble: { message, hint } }: { trouble: Trouble }) => (
  <div class="card list-trouble" role="alert">
    <WarningIcon />
    <p>
      <strong>{message}</strong> {hint}
    </p>
    <button type="button" class="button" onClick={() => void loadMore()}>
      <RetryIcon />
      Try again
    </button>
  </div>
);
