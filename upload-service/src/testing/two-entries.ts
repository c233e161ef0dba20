import { randomEntry, randomFrom } from './library-entries.ts';

/** Two videos of one camera and time that show a dog. */
export const entry = {
  ...randomEntry(1, randomFrom(1)),
  camera: 'garden',
  labels: [{ name: 'Dog', captures: [0] }],
};
export const other = { ...entry, id: entry.id.replace(/1$/u, '5') };
