import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { WarningIcon } from '../design/icons.tsx';
import type { ShownError } from '../live/shown-error.ts';
import { signIn, signInView } from './owner.ts';
import './sign-in.css';

/** Asks for the bank's passphrase. */
export const SignIn = () => {
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<ShownError>();
  const [busy, setBusy] = useState(false);
  useLayoutEffect(() => input.current?.focus(), []);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy || !input.current) return;
    setBusy(true);
    setError(undefined);
    const wrong = await signIn(input.current.value);
    setBusy(false);
    if (!wrong) return;
    setError(wrong);
    input.current.select();
  };
  return (
    <section class="sign-in card" aria-labelledby="sign-in-title">
      <h1 id="sign-in-title">Sign in</h1>
      <p id="sign-in-lead">{LEADS[signInView.value ?? 'wanted']}</p>
      <form onSubmit={(event) => void submit(event)}>
        {/* For password managers, which store a passphrase under a user name. */}
        <input type="text" name="username" autocomplete="username" value="owner" readOnly hidden />
        <label for="passphrase">Passphrase</label>
        <input
          ref={input}
          id="passphrase"
          name="passphrase"
          type="password"
          autocomplete="current-password"
          autocapitalize="off"
          spellcheck={false}
          required
          maxLength={1000}
          aria-invalid={error !== undefined}
          aria-describedby={error ? 'sign-in-error' : 'sign-in-lead'}
        />
        <p id="sign-in-error" class="sign-in-error" role="alert">
          {error ? (
            <>
              <WarningIcon />
              <span>
                <strong>{error.message}</strong> {error.hint}
              </span>
            </>
          ) : null}
        </p>
        <div class="sign-in-actions">
          <button type="submit" class="button primary" aria-disabled={busy}>
            {busy ? 'Signing in…' : 'Sign in'}
          </button>
          {signInView.value === 'wanted' ? (
            <button type="button" class="button" onClick={() => (signInView.value = undefined)}>
              Not now
            </button>
          ) : null}
        </div>
      </form>
    </section>
  );
};

const LEADS = {
  wanted: 'The owner can see all videos and upload new ones.',
  needed: 'Only the owner can do this.',
  ended: 'You were signed out: 30 days have passed, or the passphrase has changed.',
};
