import { useState } from 'preact/hooks';
import { owner, signInView, signOut } from './owner.ts';

/** Signs the owner out, or opens the sign-in view; hidden if the bank has no passphrase. */
export const OwnerButton = () => {
  const [failed, setFailed] = useState(false);
  if (!owner.value?.passphrase) return null;
  if (owner.value.owner) {
    const leave = () =>
      signOut().then(
        () => setFailed(false),
        () => setFailed(true),
      );
    return (
      <span class="owner">
        <span role="alert">{failed ? 'The server is not responding.' : ''}</span>
        <button type="button" class="text-button" onClick={() => void leave()}>
          Sign out
        </button>
      </span>
    );
  }
  // The view has its own button of this name.
  if (signInView.value) return null;
  return (
    <button type="button" class="text-button" onClick={() => (signInView.value = 'wanted')}>
      Sign in
    </button>
  );
};
