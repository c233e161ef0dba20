import { describe, expect, test } from '@jest/globals';
import { incomingIn } from './webhook-event.ts';

const sender = { id: '4711' };
const video = (url: string) => ({ type: 'video', payload: { url } });
const page = (...messaging: unknown[]) => ({ object: 'page', entry: [{ id: '1', messaging }] });
const message = (rest: object) => ({ sender, message: { mid: 'm1', ...rest } });

const kinds = (event: unknown) => incomingIn(event).map(({ kind }) => kind);

describe('an answer is needed', () => {
  test('for every video of every message of every entry, each with its own id', () => {
    const event = {
      object: 'page',
      entry: [
        { messaging: [message({ attachments: [video('https://a/1'), video('https://a/2')] })] },
        { messaging: [{ sender, message: { mid: 'm2', attachments: [video('https://a/3')] } }] },
      ],
    };

    const incoming = incomingIn(event);

    expect(incoming.map((item) => 'url' in item && item.url)).toEqual([
      'https://a/1',
      'https://a/2',
      'https://a/3',
    ]);
    expect(new Set(incoming.map(({ id }) => id)).size).toBe(3);
    expect(incoming.map((item) => item.sender)).toEqual(['4711', '4711', '4711']);
  });

  test('with the same ids for a repeated message', () => {
    const event = page(message({ attachments: [video('https://a/1')] }));

    expect(incomingIn(structuredClone(event))).toEqual(incomingIn(event));
  });

  test('once for a text, a sticker and a postback, as a hint', () => {
    const sticker = {
      type: 'image',
      payload: { url: 'https://a/like', sticker_id: 369239263222822 },
    };

    expect(kinds(page(message({ text: 'hello' })))).toEqual(['text']);
    expect(kinds(page(message({ attachments: [sticker, { type: 'location' }] })))).toEqual([
      'attachment',
    ]);
    expect(kinds(page({ sender, postback: { mid: 'm3', payload: 'GET_STARTED' } }))).toEqual([
      'text',
    ]);
  });

  test('for a file with a video’s name, as for a video', () => {
    const file = (url: string) =>
      page(message({ attachments: [{ type: 'file', payload: { url } }] }));

    expect(kinds(file('https://cdn.fbsbx.com/v/garden.MKV?oh=1&oe=2'))).toEqual(['video']);
    expect(kinds(file('https://cdn.fbsbx.com/v/notes.txt?as=film.mkv'))).toEqual(['attachment']);
    expect(kinds(file('garden.mkv'))).toEqual(['attachment']);
  });

  test('for a video beside a picture, but not for the picture', () => {
    const picture = { type: 'image', payload: { url: 'https://a/picture' } };

    expect(kinds(page(message({ attachments: [picture, video('https://a/1')] })))).toEqual([
      'video',
    ]);
  });

  test('for no echo, delivery, read, reaction or unknown item', () => {
    const event = page(
      message({ is_echo: true, text: 'our own words' }),
      { sender, delivery: { mids: ['m1'], watermark: 1 } },
      { sender, read: { watermark: 1 } },
      { sender, reaction: { mid: 'm1', action: 'react' } },
      { message: { mid: 'm1' } },
      null,
      'text',
      message({ attachments: [{ type: 'video', payload: null }] }),
    );

    // A video without a URL is an attachment that we cannot look at.
    expect(kinds(event)).toEqual(['attachment']);
  });

  test('for all entries, even beside one of another webhook field', () => {
    const event = {
      object: 'page',
      entry: [{ changes: [{ field: 'feed' }] }, { messaging: [message({ text: 'hello' })] }],
    };

    expect(kinds(event)).toEqual(['text']);
  });
});

describe('an odd shape', () => {
  const shapes: [string, unknown][] = [
    ['a fallback with a text as payload', { type: 'fallback', payload: 'https://a/shared' }],
    ['a fallback with an address', { type: 'fallback', payload: { url: 'https://a', title: 'b' } }],
    ['no payload', { type: 'image' }],
    ['a payload of nothing', { type: 'video', payload: null }],
    ['a payload without an address', { type: 'template', payload: { elements: [] } }],
    ['an address that is none', { type: 'video', payload: { url: 17 } }],
    ['an address of nothing', { type: 'video', payload: { url: null } }],
    ['a place', { type: 'location', payload: { coordinates: { lat: 1, long: 2 } } }],
    ['a sticker', { type: 'image', payload: { url: 'https://a/like', sticker_id: 1 } }],
    ['a sound', { type: 'audio', payload: { url: 'https://a/sound.mp4' } }],
    ['a file that is no video', { type: 'file', payload: { url: 'https://a/notes.txt' } }],
    ['a file of no address', { type: 'file', payload: { url: 'film.mp4' } }],
    ['a type that nobody knows', { type: 'hologram', payload: { url: 'https://a/b.mp4' } }],
    ['a type that is no text', { type: 5, payload: { url: 'https://a/b' } }],
    ['no type', {}],
    ['nothing', null],
    ['a text', 'video'],
    ['a number', 5],
    ['a list', [video('https://a/1')]],
  ];
  const good = video('https://a/good');

  test.each(shapes)('as an attachment does not affect a video beside it: %s', (_, odd) => {
    for (const attachments of [
      [odd, good],
      [good, odd],
    ]) {
      const incoming = incomingIn(page(message({ attachments })));
      expect(incoming.map((item) => 'url' in item && item.url)).toEqual(['https://a/good']);
    }
  });

  test('of every kind at once does not affect a video among them', () => {
    const odd = shapes.map(([, shape]) => shape);
    const attachments = [...odd, good, ...odd];

    expect(kinds(page(message({ attachments })))).toEqual(['video']);
  });

  test.each(shapes)('as the only attachment gets the hint for attachments: %s', (_, odd) => {
    expect(kinds(page(message({ attachments: [odd] })))).toEqual(['attachment']);
  });

  test.each([null, 'many', 5, {}, []])('as the list of attachments (%j) leaves a text', (list) => {
    expect(kinds(page(message({ text: 'hello', attachments: list })))).toEqual(['text']);
  });

  test.each([
    ['a message without an id', { sender, message: { text: 'hi' } }],
    ['a message of nothing', { sender, message: null }],
    ['a message of a text', { sender, message: 'hi' }],
    ['no sender', { message: { mid: 'm9', text: 'hi' } }],
    ['a sender without an id', { sender: {}, message: { mid: 'm9', text: 'hi' } }],
    ['a sender of a chat plugin', { sender: { user_ref: 'x' }, message: { mid: 'm9' } }],
    ['nothing', null],
    ['a list', [[]]],
  ])('as an item does not affect others: %s', (_, odd) => {
    expect(kinds(page(odd, message({ attachments: [good] }), odd))).toEqual(['video']);
  });

  test.each([null, 'entry', 5, {}, { messaging: null }, { messaging: {} }, { standby: [{}] }])(
    'as an entry does not affect others: %j',
    (odd) => {
      const [entry] = page(message({ attachments: [good] })).entry;
      expect(kinds({ object: 'page', entry: [odd, entry, odd] })).toEqual(['video']);
    },
  );

  test.each([
    ['another object', { object: 'instagram', entry: page(message({ text: 'hi' })).entry }],
    ['no object', { entry: page(message({ text: 'hi' })).entry }],
    ['an object without entries', { object: 'page' }],
    ['a list', []],
    ['nothing', null],
    ['what was not JSON', undefined],
  ])('as an event needs no answer: %s', (_, event) => {
    expect(incomingIn(event)).toEqual([]);
  });
});

test.each([
  ...['ts', 'MTS', 'm2ts', 'flv', 'ogv', 'vob', 'asf', '3g2', 'm4v', 'wmv', 'h264', 'hevc'],
])('a file named .%s is a video', (extension) => {
  const url = `https://cdn.fbsbx.com/v/film.${extension}?oh=1&oe=2`;

  expect(kinds(page(message({ attachments: [{ type: 'file', payload: { url } }] })))).toEqual([
    'video',
  ]);
});

test.each(['reel', 'ig_reel'])('a %s is a video', (type) => {
  const payload = { url: 'https://video.fbcdn.net/r', title: 'a reel', reel_video_id: 1 };

  expect(kinds(page(message({ attachments: [{ type, payload }] })))).toEqual(['video']);
});

describe('hints', () => {
  const MORNING = Date.UTC(2026, 10, 29, 8);
  const said = (mid: string, timestamp: number, id = '4711') => ({
    ...{ sender: { id }, recipient: { id: '1' }, timestamp },
    message: { mid, text: 'hello' },
  });
  const ids = (...messaging: unknown[]) => incomingIn(page(...messaging)).map(({ id }) => id);

  test('of a kind have one id per person and day, whatever the message', () => {
    const day = ids(said('m1', MORNING), said('m2', MORNING + 15 * 3_600_000));

    expect(day).toHaveLength(1);
    expect(ids(said('m3', MORNING + 1))).toEqual(day);
  });

  test('of another day, person or kind have another id', () => {
    const picture = { ...said('m4', MORNING), message: { mid: 'm4', attachments: [{}] } };
    const all = ids(
      ...[said('m1', MORNING), said('m2', MORNING + 16 * 3_600_000), said('m3', MORNING, '4712')],
      picture,
    );

    expect(new Set(all).size).toBe(4);
  });

  test('of a postback without an id are like any other', () => {
    expect(kinds(page({ sender, timestamp: MORNING, postback: { payload: 'START' } }))).toEqual([
      'text',
    ]);
  });
});

test('an event records the page it was sent to', () => {
  const item = { ...message({ attachments: [video('https://a/1')] }), recipient: { id: '99' } };

  expect(incomingIn(page(item))).toMatchObject([{ kind: 'video', sender: '4711', page: '99' }]);
});
