import { expect, test } from '@jest/globals';
import { DELETE_VIDEOS, deletionStepOf } from './deletion-words.ts';

test.each([
  'delete my videos',
  'Delete my videos!',
  'DELETE ALL MY VIDEOS',
  'please delete my video',
  'Delete all of my videos, please.',
  'remove my videos',
  'erase my data',
  'Forget everything',
  'forget me',
  '  delete   my\nvideos  ',
  'delete all',
])('%j asks for the deletion of all videos', (words) => {
  expect(deletionStepOf(words)).toBe('ask');
});

test.each(['yes', 'Yes!', 'YES PLEASE', 'y', 'yes, delete them', 'confirm', DELETE_VIDEOS])(
  '%j confirms',
  (words) => {
    expect(deletionStepOf(words)).toBe('confirm');
  },
);

test.each([
  '',
  'no',
  'hello',
  'do not delete my videos',
  "don't delete my videos",
  'how do I delete my videos?',
  'delete my neighbour’s videos',
  'yes and no',
  'yesterday',
  'x'.repeat(2000),
])('%j means something else', (words) => {
  expect(deletionStepOf(words)).toBeUndefined();
});
