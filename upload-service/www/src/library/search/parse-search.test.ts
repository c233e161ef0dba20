import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { VideoQuery } from '#api/video-query';
import { formatSearch } from './format-search.ts';
import { parseSearch } from './parse-search.ts';

const KNOWN = {
  labels: ['Person', 'Dog', 'Sign', 'Stop Sign', 'Person Riding A Bicycle', 'Today', '22-6'],
  cameras: ['garden', 'Front Door', 'dog'],
};
// A Wednesday.
const TODAY = '2026-11-25';

const parse = (text: string) => parseSearch(text, KNOWN, TODAY);
const query = (text: string) => {
  const { query: asked, problems } = parse(text);
  expect(problems).toEqual([]);
  return asked;
};

test('labels, a camera, hours and days can be combined', () => {
  expect(query('person camera:garden 22-6 last week')).toEqual({
    labels: ['Person'],
    camera: 'garden',
    hours: { from: 22, to: 6 },
    from: '2026-11-16',
    to: '2026-11-22',
  });
});

test.each<[string, VideoQuery]>([
  ['', { labels: [] }],
  ['   ', { labels: [] }],
  ['dog PERSON dog', { labels: ['Dog', 'Person'] }],
  ['stop sign', { labels: ['Stop Sign'] }],
  ['sign stop', { labels: ['Sign'], text: 'stop' }],
  ['"stop sign"', { labels: ['Stop Sign'] }],
  ['person riding a bicycle dog', { labels: ['Person Riding A Bicycle', 'Dog'] }],
  ['label:zebra', { labels: ['zebra'] }],
  ['label:"STOP SIGN"', { labels: ['Stop Sign'] }],
  ['garden', { labels: [], camera: 'garden' }],
  ['"front door"', { labels: [], camera: 'Front Door' }],
  ['camera:"front door"', { labels: [], camera: 'Front Door' }],
  ['Camera:cellar', { labels: [], camera: 'cellar' }],
  ['door:Messenger state:FAILED', { labels: [], door: 'messenger', state: 'failed' }],
  ['holiday.mp4', { labels: [], text: 'holiday.mp4' }],
  ['"my holiday" 2026', { labels: [], text: 'my holiday 2026' }],
  ['name:dog', { labels: [], text: 'dog' }],
  ['name:"22-6"', { labels: [], text: '22-6' }],
  ['colour:red', { labels: [], text: 'colour:red' }],
  ['http://x/y', { labels: [], text: 'http://x/y' }],
  ['"not closed', { labels: [], text: 'not closed' }],
  ['garden cellar', { labels: [], camera: 'garden', text: 'cellar' }],
])('%j means %j', (text, asked) => {
  expect(query(text)).toEqual(asked);
});

describe('days', () => {
  test.each([
    ['yesterday', '2026-11-24', '2026-11-24'],
    ['date:today', '2026-11-25', '2026-11-25'],
    ['this week', '2026-11-23', '2026-11-25'],
    ['Last Week', '2026-11-16', '2026-11-22'],
    ['this month', '2026-11-01', '2026-11-25'],
    ['last month', '2026-10-01', '2026-10-31'],
    ['last 7 days', '2026-11-19', '2026-11-25'],
    ['past 2 weeks', '2026-11-12', '2026-11-25'],
    ['wednesday', '2026-11-25', '2026-11-25'],
    ['thursday', '2026-11-19', '2026-11-19'],
    ['2026-11-20', '2026-11-20', '2026-11-20'],
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['2026-11-20..2026-11-25', '2026-11-20', '2026-11-25'],
    ['2026-11-25..2026-11-20', '2026-11-20', '2026-11-25'],
    ['2026-10..yesterday', '2026-10-01', '2026-11-24'],
    ['2026-11-20..', '2026-11-20', undefined],
    ['..2026-11-20', undefined, '2026-11-20'],
    ['date:"last week"', '2026-11-16', '2026-11-22'],
  ])('%s are %s to %s', (text, from, to) => {
    expect(query(text)).toEqual({
      labels: [],
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    });
  });

  test('can span the turn of the year', () => {
    expect(parseSearch('last week', KNOWN, '2027-01-01').query).toMatchObject({
      from: '2026-12-21',
      to: '2026-12-27',
    });
    expect(parseSearch('last month', KNOWN, '2027-01-31').query).toMatchObject({
      from: '2026-12-01',
      to: '2026-12-31',
    });
  });
});

test.each([
  ['22-6', { from: 22, to: 6 }],
  ['08-09', { from: 8, to: 9 }],
  ['22:00-06:00', { from: 22, to: 6 }],
  ['22h-6h', { from: 22, to: 6 }],
  ['hours:0-24', { from: 0, to: 24 }],
])('%s are hours', (text, hours) => {
  expect(query(text)).toEqual({ labels: [], hours });
});

describe('ignores what it does not understand, and lists it', () => {
  test.each([
    ['state:asleep', '“state:asleep” was ignored: state must be processing, ready or failed.'],
    ['door:window', '“door:window” was ignored: door must be page, messenger or camera.'],
    ['camera:', '“camera:” was ignored: camera is empty.'],
    ['hours:25-6', '“hours:25-6” was ignored: hours must be a range of hours such as 22-6.'],
    ['hours:late', '“hours:late” was ignored: hours must be a range of hours such as 22-6.'],
    ['0000-01-01', '“0000-01-01” was ignored: it is not a date such as 2026-11-22.'],
    ['2026-02-30', '“2026-02-30” was ignored: it is not a date such as 2026-11-22.'],
    ['2026-13', '“2026-13” was ignored: it is not a date such as 2026-11-22.'],
    ['date:soon', '“date:soon” was ignored: it is not a date such as 2026-11-22.'],
    ['1999-12-31..', '“1999-12-31..” was ignored: it is not a date such as 2026-11-22.'],
    ['..', '“..” was ignored: it is not a date such as 2026-11-22.'],
    ['a..b..c', '“a..b..c” was ignored: it is not a date such as 2026-11-22.'],
    [
      `camera:${'x'.repeat(101)}`,
      `“camera:${'x'.repeat(23)}…” was ignored: camera is longer than 100 characters.`,
    ],
    ['x'.repeat(101), `“${'x'.repeat(30)}…” was ignored: the name is longer than 100 characters.`],
  ])('%j', (text, problem) => {
    expect(parse(`${text} dog`)).toEqual({ query: { labels: ['Dog'] }, problems: [problem] });
  });

  test('given twice', () => {
    expect(parse('yesterday camera:a 1-2 today camera:b 3-4')).toEqual({
      query: {
        labels: [],
        camera: 'a',
        hours: { from: 1, to: 2 },
        from: '2026-11-24',
        to: '2026-11-24',
      },
      problems: [
        '“today” was ignored: days can be given only once.',
        '“camera:b” was ignored: camera can be given only once.',
        '“3-4” was ignored: hours can be given only once.',
      ],
    });
  });

  test('beyond ten labels', () => {
    const labels = Array.from({ length: 500 }, (_, number) => `Label ${number}`);
    const { query: asked, problems } = parseSearch(
      labels.join(' '),
      { labels, cameras: [] },
      TODAY,
    );

    expect(asked).toEqual({ labels: labels.slice(0, 10) });
    expect(problems).toHaveLength(490);
    expect(problems[0]).toBe('“Label 10” was ignored: More than 10 labels were given.');
  });
});

test('markup is ordinary text', () => {
  expect(query('<img src=x onerror=alert(1)>').text).toBe('<img src=x onerror=alert(1)>');
});

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((text) => text.trim());
const name = word.filter((text) => text !== '');
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const hour = fc.integer({ min: 0, max: 24 });

test('a query survives being written as a search', () => {
  const queries = fc
    .record(
      {
        labels: fc.uniqueArray(name, { maxLength: 10 }),
        camera: name,
        door: fc.constantFrom('page', 'messenger', 'camera'),
        state: fc.constantFrom('processing', 'ready', 'failed'),
        days: fc.tuple(day, day).map((days) => days.sort()),
        hours: fc.record({ from: hour, to: hour }),
        text: name,
      },
      { requiredKeys: ['labels'] },
    )
    .map(({ days, ...rest }) => ({ ...rest, ...(days && { from: days[0], to: days[1] }) }));
  fc.assert(
    fc.property(queries, (asked) => {
      const known = { labels: asked.labels, cameras: [] };
      expect(parseSearch(formatSearch(asked), known, TODAY)).toEqual({
        query: asked,
        problems: [],
      });
    }),
  );
});

test('any input produces a valid query without an error', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          '\\',
          ':',
          '..',
          'label:',
          'camera:"',
          'date:',
          ' ',
          '22-6',
          'last',
          '7',
          'days',
          '__proto__',
          'constructor',
          '2026-11',
          'dog',
        ),
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const { query: asked, problems } = parse(text);
      const again = parseSearch(formatSearch(asked), KNOWN, TODAY);
      expect(again.query).toEqual(asked);
      expect(again.problems).toEqual([]);
      expect(problems.every((problem) => problem.includes('was ignored: '))).toBe(true);
    }),
  );
});
