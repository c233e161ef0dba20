import { expect, test } from '@jest/globals';
import { parseTile } from './storyboard.ts';

test('a cue identifies a part of a picture', () => {
  expect(parseTile('https://a/b.jpg?X-Amz-Signature=c#xywh=192,108,192,108')).toEqual({
    url: 'https://a/b.jpg?X-Amz-Signature=c',
    left: 192,
    top: 108,
    width: 192,
    height: 108,
  });
});

test.each(['', 'https://a/b.jpg', 'https://a/b.jpg#xywh=1,2,3', '#xywh=1,2,3,4'])(
  '%p identifies none',
  (text) => {
    expect(parseTile(text)).toBe(undefined);
  },
);
