import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Logo } from './design/icons.tsx';
import { HistoryList } from './history/history-list.tsx';
import { findSample } from './history/find-sample.ts';
import { DeletionToast } from './library/deletion/deletion-toast.tsx';
import { isEmptyBank } from './library/list/library.ts';
import { LibraryView } from './library/library-view.tsx';
import { Link } from './navigation/link.tsx';
import { route } from './navigation/navigation.ts';
import { HOME } from './navigation/route.ts';
import { OwnerButton } from './owner/owner-button.tsx';
import { askOwner, owner, signInView } from './owner/owner.ts';
import { SignIn } from './owner/sign-in.tsx';
import { ResultView } from './result/result-view.tsx';
import { DropOverlay } from './upload/drop-overlay.tsx';
import { Hero } from './upload/hero.tsx';
import { UploadList } from './upload/upload-list.tsx';
import { loadUploader } from './upload/uploads.ts';

/** The whole page: its frame, and the view for its address. */
export const App = () => {
  const main = useRef<HTMLElement>(null);
  const view = signInView.value ? 'sign-in' : route.value.view;
  const isOwner = owner.value?.owner === true;
  const shown = useRef(view);
  useEffect(() => void prepare(), []);
  useLayoutEffect(() => {
    // The link that led home is gone. A result, the sign-in view and a restored list take the focus themselves.
    const hasFocus = main.current?.contains(document.activeElement) === true;
    if (view === 'home' && shown.current !== view && !hasFocus)
      main.current?.focus({ preventScroll: true });
    shown.current = view;
  }, [view]);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <header class="top-bar">
        <Link to={HOME} class="brand">
          <Logo />
          <span>Video bank</span>
        </Link>
        <OwnerButton />
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        {view === 'home' ? <Hero isSmall={isOwner && !isEmptyBank.value} /> : null}
        {view === 'sign-in' ? <SignIn /> : null}
        <UploadList />
        {view === 'home' && route.value.view === view ? (
          isOwner ? (
            <LibraryView search={route.value.search} />
          ) : (
            <HistoryList />
          )
        ) : null}
        {view === 'result' && route.value.view === view ? (
          <ResultView
            key={route.value.session}
            session={route.value.session}
            start={route.value.time}
          />
        ) : null}
      </main>
      {isOwner ? <DeletionToast /> : null}
      <DropOverlay />
    </>
  );
};

// After the first paint, which does not need it.
const prepare = async () => {
  try {
    const { owner: isOwner } = await askOwner();
    // The owner finds it in the library.
    if (!isOwner) await findSample();
    await loadUploader();
  } catch {
    // A visitor who uploads sees the error then, and the request is retried.
  }
};
