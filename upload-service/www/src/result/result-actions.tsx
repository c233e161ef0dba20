import { useState } from 'preact/hooks';
import type { SessionView } from '../../../src/view/session-view.ts';
import { DownloadIcon, LinkIcon } from '../design/icons.tsx';

/** What can be taken away from a result. */
export const ResultActions = ({ view: { metadataUrl } }: { view: SessionView }) => (
  <div class="result-actions">
    <CopyLink />
    {metadataUrl ? (
      <a class="button" href={metadataUrl} download="metadata.json">
        <DownloadIcon />
        Metadata
      </a>
    ) : null}
  </div>
);

const CopyLink = () => {
  const [outcome, setOutcome] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setOutcome('Link copied');
    } catch {
      setOutcome('Copy the address from the address bar');
    }
    setTimeout(() => setOutcome(''), 4000);
  };
  return (
    <>
      <button type="button" class="button" onClick={() => void copy()}>
        <LinkIcon />
        Copy link
      </button>
      <span class={`toast ${outcome ? 'shown' : ''}`} role="status">
        {outcome}
      </span>
    </>
  );
};
