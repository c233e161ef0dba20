import { expect, test } from '@jest/globals';
import { formatTrack, mapCueTexts } from './web-vtt.ts';

const cues = [
  { start: 0, end: 1.5, text: 'first' },
  { start: 1.5, end: 3661.007, text: 'second' },
];

test('a track has a line for the time and one for the text of each cue', () => {
  expect(formatTrack(cues)).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nfirst\n\n00:00:01.500 --> 01:01:01.007\nsecond\n\n',
  );
});

test('a track without cues is still a track', () => {
  expect(formatTrack([])).toBe('WEBVTT\n\n');
});

test('a text cannot end its cue or begin another one', () => {
  const text = 'Cat\n\n00:00:05.000 --> 00:00:09.000\nDog';

  expect(formatTrack([{ start: 0, end: 1, text }]).split('\n')).toEqual([
    ...['WEBVTT', '', '00:00:00.000 --> 00:00:01.000'],
    ...['Cat 00:00:05.000 → 00:00:09.000 Dog', '', ''],
  ]);
});

test('only the texts of a track are replaced', () => {
  const texts = mapCueTexts(formatTrack(cues), (text) => `https://a/${text}?b&c`);

  expect(texts).toBe(
    formatTrack(cues.map((cue) => ({ ...cue, text: `https://a/${cue.text}?b&c` }))),
  );
});
