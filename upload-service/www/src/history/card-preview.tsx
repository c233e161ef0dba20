import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionView } from '#api/session-view';
import { holdFirst } from '../design/hold-first.ts';

const REST_MS = 250;

type Pictures = Pick<SessionView, 'posterUrl' | 'gifUrl' | 'previewUrl'>;
type CardPreviewProps = { view: Pictures; active: boolean };

/** A video's poster, replaced by the short video while its card is hovered or focused. */
export const CardPreview = ({
  view: { posterUrl, gifUrl, previewUrl },
  active,
}: CardPreviewProps) => {
  const playing = useRested(active) && previewUrl !== undefined;
  const pictureUrl = posterUrl ?? gifUrl;
  return (
    <>
      {pictureUrl === undefined ? null : (
        <Picture key={pictureUrl} url={pictureUrl} moves={posterUrl === undefined} />
      )}
      {playing ? (
        <video src={previewUrl} muted loop autoPlay playsInline aria-hidden="true" />
      ) : null}
    </>
  );
};

// A picture that fails to load is hidden, and shown again with a new link.
const Picture = ({ url, moves }: { url: string; moves: boolean }) => {
  const still = useRef<HTMLCanvasElement>(null);
  const isHeld = moves && isCalm();
  return (
    <>
      <img
        src={url}
        alt=""
        loading="lazy"
        class={isHeld ? 'held' : ''}
        onLoad={({ currentTarget }) => isHeld && holdFirst(currentTarget, still.current)}
        onError={({ currentTarget }) => (currentTarget.hidden = true)}
      />
      {isHeld ? <canvas ref={still} aria-hidden="true" /> : null}
    </>
  );
};

const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

// A passing pointer starts nothing, and neither does anything under "reduced motion".
const useRested = (active: boolean) => {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    if (!active || isCalm()) return;
    const timer = setTimeout(() => setRested(true), REST_MS);
    return () => {
      clearTimeout(timer);
      setRested(false);
    };
  }, [active]);
  return rested;
};
