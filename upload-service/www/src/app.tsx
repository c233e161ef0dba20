import { useEffect } from 'preact/hooks';
import { Logo } from './design/icons.tsx';
import { HistoryList } from './history/history-list.tsx';
import { offerSample } from './history/history.ts';
import { fetchConfig } from './live/api.ts';
import { Link } from './navigation/link.tsx';
import { route } from './navigation/navigation.ts';
import { ResultView } from './result/result-view.tsx';
import { DropOverlay } from './upload/drop-overlay.tsx';
import { Hero } from './upload/hero.tsx';
import { UploadList } from './upload/upload-list.tsx';
import { loadUploader } from './upload/uploads.ts';

/** The whole page: its frame, and the view that its address asks for. */
export const App = () => {
  useEffect(() => void prepare(), []);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <header class="top-bar">
        <Link to={{ view: 'home' }} class="brand">
          <Logo />
          <span>Video bank</span>
        </Link>
      </header>
      <main id="main" tabIndex={-1}>
        {route.value.view === 'home' ? <Hero /> : null}
        <UploadList />
        {route.value.view === 'home' ? (
          <HistoryList />
        ) : (
          <ResultView
            key={route.value.session}
            session={route.value.session}
            start={route.value.time}
          />
        )}
      </main>
      <DropOverlay />
    </>
  );
};

// After the first paint: what it loads is not needed for it.
const prepare = async () => {
  try {
    const { sample } = await fetchConfig();
    if (sample) offerSample(sample);
    await loadUploader();
  } catch {
    // Whoever sends a video is told then, and it is tried again.
  }
};
