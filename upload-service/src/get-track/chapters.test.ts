import { expect, test } from '@jest/globals';
import type { Label, Metadata } from '@video-service/shared/metadata';
import { label } from '@video-service/shared/testing/example-metadata';
import { metadata } from '../testing/examples.ts';
import { chaptersOf } from './chapters.ts';

const capture = (time: number, ...labels: Label[]) => ({
  ...{ frame: String(time * 1000), time, capture: 'a.png' },
  labels,
});
const chapters = (...labels: Metadata['labels']) =>
  chaptersOf({ labels, source: { ...metadata.source, durationSeconds: 9 } }).map(
    ({ start, end, text }) => `${start}-${end} ${text}`,
  );

test('a chapter lasts until the labels change, and the last one until the end of the video', () => {
  const found = chapters(
    capture(0, label('Dog', 90)),
    capture(2, label('Dog', 70)),
    capture(4, label('Cat', 80)),
  );

  expect(found).toEqual(['0-4 Dog', '4-9 Cat']);
});

test('captures without labels make no chapter', () => {
  expect(chapters(capture(0), capture(2, label('Dog', 70)), capture(4))).toEqual(['2-4 Dog']);
});

test('a chapter is named after its three most confident specific labels', () => {
  const car = { ...label('Car', 50), Parents: [{ Name: 'Vehicle' }] };
  const found = [label('Vehicle', 99), car, label('Tree', 60), label('Dog', 70), label('Sky', 40)];

  expect(chapters(capture(0, ...found))).toEqual(['0-9 Dog, Tree, Car']);
});

test('a video of unknown length still has a last chapter', () => {
  const labels = [capture(3, label('Dog', 90))];
  const { durationSeconds, ...source } = metadata.source;

  expect(durationSeconds).toBe(5);
  expect(chaptersOf({ labels, source })).toEqual([{ start: 3, end: 4, text: 'Dog' }]);
});
