import { computed, signal } from '@preact/signals';
import { shown } from '../list/library.ts';

const chosen = signal<ReadonlySet<string>>(new Set());
let lastChosen: string | undefined;

/** The selected videos that are visible. */
export const selection = computed(() =>
  chosen.value.size === 0 ? [] : shown.value.filter(({ id }) => chosen.value.has(id)),
);

export const isSelected = (id: string): boolean => chosen.value.has(id);

/** Selects or deselects a video; `through` extends the selection from the last one. */
export const toggle = (id: string, { through = false } = {}): void => {
  const isIn = !chosen.value.has(id);
  const next = new Set(chosen.value);
  for (const each of through ? between(lastChosen, id) : [id])
    if (isIn) next.add(each);
    else next.delete(each);
  chosen.value = next;
  lastChosen = id;
};

export const clearSelection = (): void => {
  chosen.value = new Set();
  lastChosen = undefined;
};

const between = (from: string | undefined, to: string) => {
  const ids = shown.value.map(({ id }) => id);
  const [start, end] = [ids.indexOf(from ?? to), ids.indexOf(to)].sort((one, other) => one - other);
  return start === undefined || start < 0 ? [to] : ids.slice(start, (end ?? start) + 1);
};
