import { signal } from '@preact/signals';
import type { SessionView } from '#api/session-view';
import { specificNames } from '@video-service/shared/label-names';
import { parseHistory, remember, update, type HistoryEntry } from './history-entry.ts';

const KEY = 'video-bank.history';
const SAMPLE_KEY = 'video-bank.sample';

// A browser can forbid storage or run out of it; the list then lives as long as the page.
const stored = (key: string) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const store = (key: string, value: string) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See above.
  }
};

const read = () => parseHistory(stored(KEY));

/** This browser's uploads, newest first. */
export const entries = signal<HistoryEntry[]>(read());

// Another tab has changed the list.
addEventListener('storage', ({ key }) => {
  if (key === KEY) entries.value = read();
});

const write = (next: HistoryEntry[]) => {
  entries.value = next;
  store(KEY, JSON.stringify(next));
};

export const rememberUpload = (session: string, file: string) =>
  write(remember(entries.value, { session, file, addedAt: Date.now(), status: 0, labels: [] }));

/** Adds the sample to the list, once: if it was removed, it does not come back. */
export const offerSample = (session: string) => {
  if (stored(SAMPLE_KEY) === session) return;
  store(SAMPLE_KEY, session);
  const sample = { session, file: 'Sample', addedAt: 0, status: 0 as const, labels: [] };
  write([...entries.value, sample]);
};

export const forgetAll = () => write([]);

export const forgetUpload = (session: string) =>
  write(entries.value.filter((entry) => entry.session !== session));

/** Records new details of a session, if it is in the list. */
export const learn = ({ id, status, file, allLabels }: SessionView) => {
  // Specific labels first, because the list shows only some; the search covers all.
  const names = allLabels.map(({ Name }) => Name);
  const labels = [...new Set([...specificNames(allLabels), ...names])];
  const known = entries.value.find(({ session }) => session === id);
  if (!known || (known.status === status && known.labels.join() === labels.join())) return;
  write(update(entries.value, id, { status, file, labels }));
};
