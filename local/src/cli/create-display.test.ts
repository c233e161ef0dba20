import { setTimeout } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createDisplay } from './create-display.ts';

const openOutput = (isTTY: boolean) => {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      written.push(chunk.toString());
      done();
    },
  });
  return { output: Object.assign(stream, { isTTY, columns: 40, rows: 10 }), written };
};
const since = Date.now();

test('a pipe gets a line for every change and no control characters', () => {
  const { output, written } = openOutput(false);
  const display = createDisplay(output);

  display.set('a', { title: 'Packaging', parts: [], since });
  display.set('b', { title: 'clip.mp4', parts: ['uploaded'], since });
  display.set('b', { title: 'clip.mp4', parts: ['uploaded'], since });
  display.set('b', { title: 'clip.mp4', parts: ['gif', '2 captures'], since });
  display.print('done');
  display.close();

  expect(written.join('')).toBe('Packaging\nclip.mp4: uploaded\nclip.mp4: gif, 2 captures\ndone\n');
});

test('a terminal updates active items in place, below permanent text', async () => {
  const { output, written } = openOutput(true);
  const display = createDisplay(output);
  const long = `s3://${'x'.repeat(60)}`;

  display.set('b', { title: 'clip.mp4', parts: ['uploaded'], since });
  display.print(long);
  await setTimeout(150);
  const frames = stripVTControlCharacters(written.join(''));
  display.remove('b');
  display.close();

  expect(frames).toContain('⠋ clip.mp4 · uploaded · 0 s');
  expect(frames).toContain(`${long}\n`);
  expect(frames).toContain('⠙');
});
