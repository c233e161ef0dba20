import { expect, test } from '@jest/globals';
import { createOwnPage } from './own-page.ts';

const asking = (...answers: (string | undefined)[]) => {
  const asked = { times: 0 };
  const ask = async () => answers[asked.times++];
  return { asked, ask };
};

test('the page in the setting is ours, any other is not, and nobody is asked', async () => {
  const { asked, ask } = asking('2');
  const isOurs = createOwnPage('1', ask);

  expect([await isOurs('1'), await isOurs('2')]).toEqual([true, false]);
  expect(asked.times).toBe(0);
});

test('without the setting, the page is looked up once', async () => {
  const { asked, ask } = asking('2');
  const isOurs = createOwnPage('', ask);

  expect([await isOurs('1'), await isOurs('2'), await isOurs('3')]).toEqual([false, true, false]);
  expect(asked.times).toBe(1);
});

test('a failed lookup is repeated, and events are answered meanwhile', async () => {
  const { asked, ask } = asking(undefined, '2');
  const isOurs = createOwnPage('', ask);

  expect([await isOurs('1'), await isOurs('1')]).toEqual([true, false]);
  expect(asked.times).toBe(2);
});

test('an event without a page is ours', async () => {
  expect(await createOwnPage('1', asking().ask)(undefined)).toBe(true);
});
