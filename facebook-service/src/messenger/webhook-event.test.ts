import { describe, expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { incomingIn } from './webhook-event.ts';

const sender = { id: '4711' };
const video = (url: string) => ({ type: 'video', payload: { url } });
const page = (...messaging: unknown[]) => ({ object: 'page', entry: [{ id: '1', messaging }] });
const message = (rest: object) => ({ sender, message: { mid: 'm1', ...rest } });

const kinds = (event: unknown) => incomingIn(event).map(({ kind }) => kind);

describe('what wants an answer', () => {
  test('every video of every message of every entry is one, each with an id of its own', () => {
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

  test('a message that comes again has the same ids', () => {
    const event = page(message({ attachments: [video('https://a/1')] }));

    expect(incomingIn(structuredClone(event))).toEqual(incomingIn(event));
  });

  test('a text, a sticker and a postback each get one hint', () => {
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

  test('a file is a video when its name says so', () => {
    const file = (url: string) =>
      page(message({ attachments: [{ type: 'file', payload: { url } }] }));

    expect(kinds(file('https://cdn.fbsbx.com/v/garden.MKV?oh=1&oe=2'))).toEqual(['video']);
    expect(kinds(file('https://cdn.fbsbx.com/v/notes.txt?as=film.mkv'))).toEqual(['attachment']);
    expect(kinds(file('garden.mkv'))).toEqual(['attachment']);
  });

  test('a video beside a picture is only a video', () => {
    const picture = { type: 'image', payload: { url: 'https://a/picture' } };

    expect(kinds(page(message({ attachments: [picture, video('https://a/1')] })))).toEqual([
      'video',
    ]);
  });

  test('echoes, deliveries, reads, reactions and items of no known shape want none', () => {
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

  test('an entry of another webhook field loses nothing of the others', () => {
    const event = {
      object: 'page',
      entry: [{ changes: [{ field: 'feed' }] }, { messaging: [message({ text: 'hello' })] }],
    };

    expect(kinds(event)).toEqual(['text']);
  });
});

test.each([
  ['another object', { object: 'instagram', entry: [] }],
  ['no object', { entry: [] }],
  ['a list', []],
  ['nothing', null],
])('%s is refused', (_, event) => {
  expect(() => incomingIn(event)).toThrow(InvalidInput);
});
