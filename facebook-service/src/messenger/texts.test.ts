import { expect, test } from '@jest/globals';
import { label } from '@video-service/shared/testing/example-metadata';
import { failureText, labelTexts } from './texts.ts';

test('labels are listed by confidence, in whole percents', () => {
  expect(labelTexts([label('Clock', 61.2), label('Stopsign', 97.9)])).toEqual([
    'I see: Stopsign (98%), Clock (61%)',
  ]);
});

test('many labels are split between names, each text within 2,000 characters', () => {
  const labels = Array.from({ length: 300 }, (_, i) => label(`Thing number ${i}`, 90));

  const texts = labelTexts(labels);

  expect(texts.length).toBeGreaterThan(1);
  expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(2000);
  expect(texts.join(', ').split(', ')).toHaveLength(300);
});

test('a video without labels says so', () => {
  expect(labelTexts([])).toEqual(['I didn’t recognise anything in it.']);
});

test('an error says what went wrong and what to do', () => {
  const error = {
    stage: 'probe',
    code: 'X',
    message: 'This is a song.',
    hint: 'Send a film.',
  } as const;

  expect(failureText(error)).toBe('😕 Sorry, that didn’t work. This is a song. Send a film.');
});
