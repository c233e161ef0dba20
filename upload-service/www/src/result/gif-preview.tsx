import { useEffect, useRef, useState } from 'preact/hooks';
import { PauseIcon, PlayIcon } from '../design/icons.tsx';
import './gif-preview.css';

type GifPreviewProps = { url: string | undefined; file: string };

/** The preview as it moves; it can be held, and holds by itself for who wants little motion. */
export const GifPreview = ({ url, file }: GifPreviewProps) => {
  const [moving, setMoving] = useState(
    () => !matchMedia('(prefers-reduced-motion: reduce)').matches,
  );
  const image = useRef<HTMLImageElement>(null);
  const still = useRef<HTMLCanvasElement>(null);
  const [loaded, setLoaded] = useState(false);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    if (moving || !loaded || !image.current || !still.current) return;
    // A canvas draws the first frame of a GIF and no other.
    still.current.width = image.current.naturalWidth;
    still.current.height = image.current.naturalHeight;
    still.current.getContext('2d')?.drawImage(image.current, 0, 0);
  }, [moving, loaded]);

  if (!url) return <div class="skeleton gif-skeleton" aria-hidden="true" />;
  if (broken) return null;
  return (
    <figure class="gif">
      <img
        ref={image}
        src={url}
        alt={`Moving preview of ${file}`}
        class={moving ? '' : 'held'}
        onLoad={() => setLoaded(true)}
        onError={() => setBroken(true)}
      />
      {moving ? null : <canvas ref={still} aria-hidden="true" />}
      <button
        type="button"
        class="icon-button gif-button"
        aria-label={moving ? 'Hold the preview' : 'Play the preview'}
        onClick={() => setMoving(!moving)}
      >
        {moving ? <PauseIcon /> : <PlayIcon />}
      </button>
    </figure>
  );
};
