import { useEffect, useRef, useState } from 'preact/hooks';
import { PauseIcon, PlayIcon } from '../design/icons.tsx';
import { holdFirst } from '../design/hold-first.ts';
import './gif-preview.css';

type GifPreviewProps = { url: string | undefined; file: string };

/** The animated preview; it can be paused, and is paused initially under "reduced motion". */
export const GifPreview = ({ url, file }: GifPreviewProps) => {
  const [moving, setMoving] = useState(
    () => !matchMedia('(prefers-reduced-motion: reduce)').matches,
  );
  const image = useRef<HTMLImageElement>(null);
  const still = useRef<HTMLCanvasElement>(null);
  const [loaded, setLoaded] = useState(false);
  const [broken, setBroken] = useState<string>();
  useEffect(() => {
    if (!moving && loaded && image.current) holdFirst(image.current, still.current);
  }, [moving, loaded]);

  if (!url) return <div class="skeleton gif-skeleton" aria-hidden="true" />;
  if (broken === url) return null;
  return (
    <figure class="gif">
      <img
        ref={image}
        src={url}
        alt={`Moving preview of ${file}`}
        class={moving ? '' : 'held'}
        onLoad={() => setLoaded(true)}
        onError={() => setBroken(url)}
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
