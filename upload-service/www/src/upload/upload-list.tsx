import { useEffect, useRef, useState } from 'preact/hooks';
import { CloseIcon, PauseIcon, PlayIcon, RetryIcon, WarningIcon } from '../design/icons.tsx';
import { count, formatBytes } from '../design/format.ts';
import { Announcement } from '../design/announcement.tsx';
import { ProgressBar } from '../design/progress-bar.tsx';
import type { UploadItem } from './sending/upload-item.ts';
import { newsOf } from './upload-news.ts';
import { dismissError, loadUploader, otherTabs, uploadErrors, uploads } from './uploads.ts';
import './upload-list.css';

/** The uploads in progress, and the uploadErrors that kept others from starting. */
export const UploadList = () => (
  <section class="uploads" aria-label="Uploads">
    <News />
    {uploadErrors.value.map((error) => (
      <div class="card upload-error" role="alert" key={error}>
        <WarningIcon />
        <p>
          <strong>{error.message}</strong> {error.hint}
        </p>
        <IconButton label="Dismiss" onClick={() => dismissError(error)}>
          <CloseIcon />
        </IconButton>
      </div>
    ))}
    {uploads.value.map((item) => (
      <UploadCard key={item.id} item={item} />
    ))}
    {otherTabs.value > 0 ? (
      <p class="card other-tabs">
        {otherTabs.value === 1 ? 'A video is' : 'Videos are'} being sent in{' '}
        {otherTabs.value === 1 ? 'another tab' : count(otherTabs.value, 'other tab')}. Leave it open
        until it is done.
      </p>
    ) : null}
  </section>
);

const News = () => {
  const told = useRef<UploadItem[]>([]);
  const [text, setText] = useState('');
  const items = uploads.value;
  useEffect(() => {
    const news = newsOf(told.current, items);
    told.current = items;
    if (news) setText(news);
  }, [items]);
  return <Announcement text={text} />;
};

const UploadCard = ({ item }: { item: UploadItem }) => (
  <div class={`card upload ${item.state}`} role="group" aria-label={`Upload of ${item.name}`}>
    <div class="upload-text">
      <p class="upload-name">{item.name}</p>
      <p class="upload-detail">{detailOf(item)}</p>
    </div>
    <UploadActions item={item} />
    <ProgressBar label={`Upload of ${item.name}`} value={item.sentBytes} max={item.bytes} />
  </div>
);

const UploadActions = ({ item: { id, name, state } }: { item: UploadItem }) => {
  const act = (action: 'pauseOrResume' | 'retry' | 'cancel') => () =>
    void loadUploader().then((uploader) => uploader[action](id));
  return (
    <div class="upload-actions">
      {state === 'sending' || state === 'paused' ? (
        <IconButton
          label={state === 'paused' ? `Resume ${name}` : `Pause ${name}`}
          onClick={act('pauseOrResume')}
        >
          {state === 'paused' ? <PlayIcon /> : <PauseIcon />}
        </IconButton>
      ) : null}
      {state === 'failed' ? (
        <button type="button" class="button" onClick={act('retry')}>
          <RetryIcon />
          Try again
        </button>
      ) : null}
      <IconButton label={`Cancel ${name}`} onClick={act('cancel')}>
        <CloseIcon />
      </IconButton>
    </div>
  );
};

type IconButtonProps = { label: string; onClick: () => void; children: preact.ComponentChildren };

const IconButton = ({ label, onClick, children }: IconButtonProps) => (
  <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
    {children}
  </button>
);

const detailOf = ({ state, sentBytes, bytes, error }: UploadItem) => {
  const sent = `${formatBytes(sentBytes)} of ${formatBytes(bytes)}`;
  if (state === 'failed') return `${error?.message ?? ''} ${error?.hint ?? ''}`;
  if (state === 'lost') return `Stopped at ${sent}. Choose the same file again to resume.`;
  if (state === 'waiting') return `${sent}. Connection lost; retrying…`;
  return state === 'paused' ? `Paused at ${sent}` : sent;
};
