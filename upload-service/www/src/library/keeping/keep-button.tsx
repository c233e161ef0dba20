import pMap from 'p-map';
import { useState } from 'preact/hooks';
import { PinIcon } from '../../design/icons.tsx';
import { keepVideo, troubleIn } from '../list/library-api.ts';
import { showKept } from '../list/library.ts';
import type { Video } from '../list/listing.ts';

const AT_ONCE = 4;

/** Protects videos from automatic deletion, or undoes that if all of them are protected. */
export const KeepButton = ({ videos }: { videos: Video[] }) => {
  const [trouble, setTrouble] = useState('');
  const areKept = videos.every(({ kept }) => kept);
  const toggle = async () => {
    setTrouble('');
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
      const { message, hint } = troubleIn(error);
      setTrouble(`${message} ${hint}`);
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
      {trouble ? <span role="alert">{trouble}</span> : null}
    </>
  );
};
