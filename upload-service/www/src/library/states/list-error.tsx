import { RetryIcon, WarningIcon } from '../../design/icons.tsx';
import type { ShownError } from '../../live/shown-error.ts';
import { loadMore } from '../list/library.ts';
import './states.css';

/** The error that stopped the list from loading, with a button to retry. */
export const ListError = ({ error: { message, hint } }: { error: ShownError }) => (
  <div class="card list-error" role="alert">
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
