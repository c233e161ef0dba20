const KEY = 'video-bank.tab';
const TAB_LOCK = 'video-bank.tab.';
const SENDING_LOCK = 'video-bank.sending.';
const CLAIM_TRIES = 10;
const CLAIM_AGAIN_MS = 100;
const LOOK_AGAIN_MS = 5000;

/**
 * The name of this tab, under which its uploads are kept: a reload or a restored browser has it again, another
 * tab and the next visitor have not. A copy of the tab gets a name of its own.
 */
export const claimTab = async (): Promise<string> => {
  const kept = storedName();
  // The page before a reload may take a moment to let go.
  for (let tries = CLAIM_TRIES; kept && tries > 0; tries--) {
    if (await hold(TAB_LOCK + kept)) return kept;
    await new Promise((resolve) => setTimeout(resolve, CLAIM_AGAIN_MS));
  }
  const name = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16),
  ).join('');
  await hold(TAB_LOCK + name);
  storeName(name);
  return name;
};

/** Says to other tabs, as long as it is `true`, that this one is sending. */
export const createSendingSign = (tab: string) => {
  let release: (() => void) | undefined;
  return (isSending: boolean) => {
    if (isSending === (release !== undefined)) return;
    release?.();
    release = undefined;
    if (isSending) {
      const sending = new Promise<void>((resolve) => (release = resolve));
      void locks()?.request(SENDING_LOCK + tab, () => {
        tellTabs();
        return sending;
      });
      void sending.then(tellTabs);
    }
  };
};

/** Watches how many other tabs are sending. */
export const watchOtherTabs = (tab: string, onCount: (count: number) => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    clearTimeout(timer);
    const held = (await locks()?.query())?.held ?? [];
    const others = held.filter(
      ({ name }) => name?.startsWith(SENDING_LOCK) && name !== SENDING_LOCK + tab,
    ).length;
    onCount(others);
    // A tab that is closed says nothing.
    if (others > 0) timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
  };
  channel.addEventListener('message', () => void look());
  void look();
};

// Locks are for secure pages only: elsewhere each tab has to believe that it is the only one of its name.
const locks = () => (navigator as Partial<Navigator>).locks;

const channel = new BroadcastChannel('video-bank');
const tellTabs = () => channel.postMessage('sending');

/** Takes the lock for as long as the page lives; false when another page has it. */
const hold = (name: string) =>
  new Promise<boolean>((resolve) => {
    if (!locks()) resolve(true);
    void locks()?.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => undefined);
    });
  });

// A browser may forbid storage: the tab then has another name after a reload.
const storedName = () => {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
};
const storeName = (name: string) => {
  try {
    sessionStorage.setItem(KEY, name);
  } catch {
    // As above.
  }
};
