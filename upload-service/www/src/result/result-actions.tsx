import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SessionView } from '#api/session-view';
import type { SessionLinks } from '../live/live.ts';
import { DeleteButton } from '../library/deletion/delete-button.tsx';
import { KeepButton } from '../library/keeping/keep-button.tsx';
import { shown } from '../library/list/library.ts';
import { owner } from '../owner/owner.ts';
import { DownloadIcon, LinkIcon } from '../design/icons.tsx';

type ResultActionsProps = { view: SessionView; links: SessionLinks };

/** The actions for a result. */
export const ResultActions = ({ view: { id, file, metadataUrl }, links }: ResultActionsProps) => (
  <div class="result-actions">
    <CopyLink />
    {metadataUrl ? <Download url={metadataUrl} links={links} /> : null}
    {owner.value?.owner ? <OwnerActions id={id} name={file} /> : null}
  </div>
);

const OwnerActions = ({ id, name }: { id: string; name: string }) => {
  const video = shown.value.find((each) => each.id === id);
  return (
    <>
      {video ? <KeepButton videos={[video]} /> : null}
      <DeleteButton id={id} name={name} />
    </>
  );
};

const Download = ({ url, links }: { url: string; links: SessionLinks }) => {
  const link = useRef<HTMLAnchorElement>(null);
  const [renewals, setRenewals] = useState(0);
  // The new link must be rendered before it can be followed.
  useLayoutEffect(() => {
    if (renewals > 0) link.current?.click();
  }, [renewals]);
  return (
    <a
      ref={link}
      class="button"
      href={url}
      download="metadata.json"
      onClick={(event) => {
        if (!links.areLinksOld()) return;
        // It would show the storage's error, with the session's token in the address bar.
        event.preventDefault();
        void links.renew().then(() => {
          if (!links.areLinksOld()) setRenewals((before) => before + 1);
        });
      }}
    >
      <DownloadIcon />
      Metadata
    </a>
  );
};

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
