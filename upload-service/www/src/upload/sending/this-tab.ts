const KEY = 'video-bank.tab';
const TAB_LOCK = 'video-bank.tab.';
const SENDING_LOCK = 'video-bank.sending.';
const CLAIM_TRIES = 10;
const CLAIM_AGAIN_MS = 100;
const LOOK_AGAIN_MS = 5000;

/**
 * The name of this tab, under which its uploads are stored. A reload or a restored session gets it again; another tab
 * or the next visitor does not. A duplicated tab gets its own name.
 */
export const claimTab = async (): Promise<string> => {
  const kept = storedName();
  // The page before a reload may take a moment to release the lock.
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

/** Tells other tabs, while `true`, that this one is uploading. */
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

/** Watches how many other tabs are uploading. */
export const watchOtherTabs = (tab: string, onCount: (count: number) => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    clearTimeout(timer);
    const held = (await locks()?.query())?.held ?? [];
    const others = held.filter(
      ({ name }) => name?.startsWith(SENDING_LOCK) && name !== SENDING_LOCK + tab,
    ).length;
    onCount(others);
    // A closed tab sends no message.
    if (others > 0) timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
  };
  channel.addEventListener('message', () => void look());
  void look();
};

// Locks require a secure page: elsewhere each tab assumes that its name is unique.
const locks = () => (navigator as Partial<Navigator>).locks;

const channel = new BroadcastChannel('video-bank');
const tellTabs = () => channel.postMessage('sending');

/** Holds the lock for as long as the page lives; false if another page has it. */
const hold = (name: string) =>
  new Promise<boolean>((resolve) => {
    if (!locks()) resolve(true);
    void locks()?.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => undefined);
    });
  });

// A browser can forbid storage: the tab then gets another name after a reload.
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
    // See above.
  }
};
