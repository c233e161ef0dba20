import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser } from './testing/browser.ts';
import { onStage } from './testing/on-stage.ts';
import { tellStory } from './testing/story.ts';
import { shownSession } from './testing/visitor.ts';

// Chromium's fake camera and microphone, without a permission prompt.
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
// What every WebM file begins with: https://www.rfc-editor.org/rfc/rfc8794#section-8.1
const EBML = Buffer.from('1a45dfa3', 'hex');

// Recordings that take a while to stop.
const SLOW_STOP = `
  const listen = MediaRecorder.prototype.addEventListener;
  MediaRecorder.prototype.addEventListener = function (type, listener) {
    listen.call(this, type, type === 'stop' ? () => setTimeout(listener, 3_000) : listener);
  };`;
// A camera that delivers no byte, like a driver without a signal.
const GIVES_NOTHING = `
  const listen = MediaRecorder.prototype.addEventListener;
  MediaRecorder.prototype.addEventListener = function (type, listener) {
    const hear = ({ data }) => listener({ data: new Blob([], { type: data.type }) });
    listen.call(this, type, type === 'dataavailable' ? hear : listener);
  };`;
// A camera whose owner hesitates to allow it; the opened ones are in cameras.
const SLOW_CAMERA = `
  globalThis.cameras = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const camera = await ask(wanted);
    cameras.push(camera);
    return camera;
  };`;
const CAMERA_IS_OFF =
  "cameras.some((camera) => camera.getTracks().every(({ readyState }) => readyState === 'ended'))";
// What a page sees of an unplugged camera: its own stop would send no event.
const PULL_OUT = `
  const [track] = cameras[0].getVideoTracks();
  track.stop();
  track.dispatchEvent(new Event('ended'));`;

const here = onStage({ flags: CAMERA });
beforeEach(() => here.tab.page.goto(here.stage.bank.url));

const press = (name: string) =>
  here.tab.page.getByRole('button', { name, exact: true }).press('Enter');

const closeRecorder = async (page: Page) => {
  await page.keyboard.press('Escape');
  // It is hidden at once, but leaves the page only when the browser reports that it was closed.
  await page.locator('dialog').waitFor({ state: 'detached' });
};

test('a recording is shown, uploaded and becomes a result', async () => {
  const { page } = here.tab;
  await press('Record with camera');
  await press('Start recording');
  await page.getByText('0:01').waitFor();
  await press('Stop');
  await page.locator('.recorder-screen.recorded video').waitFor();
  await press('Upload');

  const id = await shownSession(page);
  const [key = ''] = (await here.stage.bank.listSource()).filter((each) => each.includes(id));
  expect(key).toMatch(/\/Recording 20[^/]+\.webm$/u);
  expect((await here.stage.bank.readSource(key)).subarray(0, EBML.length)).toEqual(EBML);
  await tellStory(here.stage.bank, here.stage.media, id).finish();
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();
});

test('a recording can be repeated, and a closed one is gone', async () => {
  const { page } = here.tab;
  const stored = await here.stage.bank.listSource();
  await press('Record with camera');
  await press('Start recording');
  await page.getByText('0:01').waitFor();
  await press('Stop');
  await press('Record again');
  await press('Start recording');
  await page.getByText('0:01').waitFor();
  await closeRecorder(page);

  await press('Record with camera');
  await page.getByRole('button', { name: 'Start recording' }).waitFor();
  expect(await here.stage.bank.listSource()).toEqual(stored);
});

test('a recording of no bytes is not offered, and can be repeated', async () => {
  const { page } = here.tab;
  await page.evaluate(GIVES_NOTHING);
  await press('Record with camera');
  await press('Start recording');
  await page.getByText('0:01').waitFor();
  await press('Stop');

  await page.getByText('The camera recorded nothing. Record again.').waitFor();
  expect(await page.getByRole('button', { name: 'Upload', exact: true }).count()).toBe(0);
  await press('Record again');
  await page.getByRole('button', { name: 'Start recording' }).waitFor();
});

test('a recorder opens while the previous recording is still ending', async () => {
  const { page } = here.tab;
  await page.evaluate(SLOW_STOP);
  await press('Record with camera');
  await press('Start recording');
  await page.getByText('0:01').waitFor();
  await closeRecorder(page);
  await press('Record with camera');
  await page.getByRole('button', { name: 'Start recording' }).waitFor();
});

test('a recording is kept if its camera is unplugged', async () => {
  const { page } = here.tab;
  await page.evaluate(SLOW_CAMERA);
  await press('Record with camera');
  await press('Start recording');
  await page.getByText('0:01').waitFor();
  await page.evaluate(PULL_OUT);

  await page.locator('.recorder-screen.recorded video').waitFor();
  await press('Record again');
  await page.getByText('The camera cannot be used.').waitFor();
});

test('a camera that starts after its recorder was closed is turned off', async () => {
  const { page } = here.tab;
  await page.evaluate(SLOW_CAMERA);
  await press('Record with camera');
  await page.getByText('Allow access to the camera and the microphone').waitFor();
  await page.keyboard.press('Escape');
  while (!(await page.evaluate(CAMERA_IS_OFF))) await setTimeout(100);
});

test('a visitor without a camera is told what to do', async () => {
  const browser = await openBrowser();
  const { page } = await browser.openTab();
  await page.goto(here.stage.bank.url);
  await page.getByRole('button', { name: 'Record with camera' }).click();

  const dialog = page.getByRole('dialog', { name: 'Record a video' });
  await dialog.getByText('The camera cannot be used. Allow it').waitFor();
  await browser.close();
});
