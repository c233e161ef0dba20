import { expect, test } from '@jest/globals';
import type { Label, Metadata } from '@video-service/shared/metadata';
import { label, metadata } from '../testing/examples.ts';
import { chaptersOf } from './chapters.ts';

const capture = (time: number, ...labels: Label[]) => ({
  ...{ frame: String(time * 1000), time, capture: 'a.png' },
  labels,
});
const chapters = (...labels: Metadata['labels']) =>
  chaptersOf({ labels, source: { ...metadata.source, durationSeconds: 9 } }).map(
    ({ start, end, text }) => `${start}-${end} ${text}`,
  );

test('a chapter lasts until something else is seen, and the last one to the end of the video', () => {
  const found = chapters(
    capture(0, label('Dog', 90)),
    capture(2, label('Dog', 70)),
    capture(4, label('Cat', 80)),
  );

  expect(found).toEqual(['0-4 Dog', '4-9 Cat']);
});

test('where nothing was recognised there is no chapter', () => {
  expect(chapters(capture(0), capture(2, label('Dog', 70)), capture(4))).toEqual(['2-4 Dog']);
});

test('a chapter is named after the three surest things, not after what they are kinds of', () => {
  const car = { ...label('Car', 50), Parents: [{ Name: 'Vehicle' }] };
  const found = [label('Vehicle', 99), car, label('Tree', 60), label('Dog', 70), label('Sky', 40)];

  expect(chapters(capture(0, ...found))).toEqual(['0-9 Dog, Tree, Car']);
});

test('a video that does not know its length has a last chapter all the same', () => {
  const labels = [capture(3, label('Dog', 90))];
  const { durationSeconds, ...source } = metadata.source;

  expect(durationSeconds).toBe(5);
  expect(chaptersOf({ labels, source })).toEqual([{ start: 3, end: 4, text: 'Dog' }]);
});
