import { effect, signal } from '@preact/signals';
import { listing } from './library.ts';

/** The cameras of the listed videos, by name. */
export const cameras = signal<string[]>([]);

effect(() => {
  const listed = listing.value.videos.flatMap(({ camera }) => camera ?? []);
  const all = new Set([...cameras.peek(), ...listed]);
  if (all.size > cameras.peek().length) cameras.value = [...all].sort();
});
