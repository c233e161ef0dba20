import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { eventually } from './testing/eventually.ts';
import { onStage } from './testing/on-stage.ts';
import { uploadClip } from './testing/upload-clip.ts';

const require = createRequire(import.meta.url);
// Its build for a script element is stored beside those for modules.
const VIDEO_JS = path.join(path.dirname(require.resolve('video.js')), 'video.js');
const MEDIA_CHROME = path.join(path.dirname(require.resolve('media-chrome')), '../iife/index.js');

let session: string;

const here = onStage({
  prepare: async (stage) => {
    session = await uploadClip(stage);
  },
});

/**
 * Shows the video in a page that has this script, inside the markup of `around`. It is beside the API and not part of
 * the upload page, whose policy forbids the styles of players.
 */
const show = async (script: string, around: (video: string) => string) => {
  const { page } = here.tab;
  const tracks = [
    `<track kind="metadata" label="thumbnails" default src="/metadata/${session}/storyboard.vtt">`,
    `<track kind="chapters" default src="/metadata/${session}/chapters.vtt">`,
  ];
  const video = (attributes: string) =>
    `<video ${attributes} crossorigin muted preload="auto" src="/clip.webm">${tracks.join('')}</video>`;
  const body = `<!doctype html><script src="/player.js"></script>${around(video('id="clip" slot="media" class="video-js" width="640" height="360"'))}`;
  const html = 'text/html; charset=utf-8';
  await page.route('**/player.html', (route) => route.fulfill({ contentType: html, body }));
  const code = await readFile(script, 'utf8');
  await page.route('**/player.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: code }),
  );
  await page.route('**/clip.webm', (route) =>
    route.fulfill({ contentType: 'video/webm', body: here.stage.media.video }),
  );
  await page.goto(`${here.stage.bank.url}/player.html`);
};

test('Video.js reads a cue for every tile, and lists the chapters', async () => {
  const { page } = here.tab;
  await show(VIDEO_JS, (video) => video);
  await page.evaluate(`
    window.player = videojs('clip', { controls: true, html5: { nativeTextTracks: false } });
    for (const track of Array.from(player.textTracks())) track.mode = 'hidden';
  `);
  const textsOf = (kind: string) =>
    eventually(async () => {
      const texts = await page.evaluate(
        `Array.from(player.textTracks()).filter(({ kind }) => kind === '${kind}')
          .flatMap(({ cues }) => Array.from(cues ?? []).map(({ startTime, text }) => startTime + ' ' + text))`,
      );
      return Array.isArray(texts) && texts.length > 0 ? texts.map(String) : undefined;
    });

  const tiles = await textsOf('metadata');
  expect(tiles.map((text) => text.replace(/ http.*#/u, ' #'))).toEqual([
    '0 #xywh=0,0,192,108',
    '1 #xywh=192,0,192,108',
    '2 #xywh=384,0,192,108',
    '3 #xywh=0,108,192,108',
    '4 #xywh=192,108,192,108',
    '5 #xywh=384,108,192,108',
  ]);
  expect(await textsOf('chapters')).toEqual([
    '0 Clock',
    '1.5 Clock, Stop Sign',
    '4 Stop Sign',
    '5 Clock',
  ]);
});

test('Media Chrome shows the tile and the chapter where the pointer is on its timeline', async () => {
  const { page } = here.tab;
  await show(
    MEDIA_CHROME,
    (video) => `<media-controller style="width: 640px; height: 360px">${video}
      <media-time-range style="width: 640px"></media-time-range></media-controller>`,
  );
  const stateAt = async (share: number) => {
    const bar = await page.locator('media-time-range').boundingBox();
    if (!bar) throw new Error('The player has no timeline');
    // The player answers only after the pointer has moved by a second, even if it had no tiles then.
    await page.mouse.move(bar.x + bar.width * (1 - share), bar.y + bar.height / 2);
    await page.mouse.move(bar.x + bar.width * share, bar.y + bar.height / 2, { steps: 2 });
    const state = await page.evaluate(
      `(({ mediaPreviewImage, mediaPreviewCoords, mediaPreviewChapter }) =>
        [mediaPreviewImage, mediaPreviewCoords?.join(), mediaPreviewChapter].join(' '))(
          document.querySelector('media-controller').mediaStore.getState())`,
    );
    return String(state);
  };
  const shownAt = (share: number, expected: string) =>
    eventually(async () => {
      const state = await stateAt(share);
      return state.replace(/^http\S*/u, 'image') === expected ? state : undefined;
    });

  await shownAt(0.3, 'image 192,0,192,108 Clock, Stop Sign');
  const image = (await shownAt(0.75, 'image 192,108,192,108 Stop Sign')).split(' ')[0] ?? '';
  expect((await fetch(image)).headers.get('content-type')).toBe('image/jpeg');
});
