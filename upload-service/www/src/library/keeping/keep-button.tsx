import pMap from 'p-map';
import { useState } from 'preact/hooks';
import { PinIcon } from '../../design/icons.tsx';
import { keepVideo, shownErrorOf } from '../list/library-api.ts';
import { showKept } from '../list/library.ts';
import type { Video } from '../list/listing.ts';

const AT_ONCE = 4;

/** Protects videos from automatic deletion, or undoes that if all of them are protected. */
export const KeepButton = ({ videos }: { videos: Video[] }) => {
  const [shownError, setShownError] = useState('');
  const areKept = videos.every(({ kept }) => kept);
  const toggle = async () => {
    setShownError('');
    const kept = !areKept;
    try {
      await pMap(
        videos.filter((each) => each.kept !== kept),
        async ({ id }) => {
          await keepVideo(id, kept);
          showKept(new Set([id]), kept);
        },
        { concurrency: AT_ONCE },
      );
    } catch (error) {
      const { message, hint } = shownErrorOf(error);
      setShownError(`${message} ${hint}`);
    }
  };
  return (
    <>
      <button
        type="button"
        class="button"
        title={areKept ? 'Allow automatic deletion again' : 'Protect from automatic deletion'}
        onClick={() => void toggle()}
      >
        <PinIcon />
        {areKept ? 'Stop keeping' : 'Keep'}
      </button>
      {shownError ? <span role="alert">{shownError}</span> : null}
    </>
  );
};
