import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openBank, type Bank } from './testing/bank.ts';
import { openBrowser, type Browser, type Tab } from './testing/browser.ts';
import { drawMedia, type Media } from './testing/media.ts';
import { tellStory } from './testing/story.ts';
import { openTlsProxy, type TlsProxy } from './testing/tls-proxy.ts';
import { choose, file, shownSession } from './testing/visitor.ts';

jest.setTimeout(90_000);

const PASSPHRASE = 'correct horse battery staple';
const accessKey = { accessKeyId: 'camera', secretAccessKey: 'of my own' };

// To the browser these are other machines, without the privileges of loopback.
const NAS = 'nas.home';
const PROXY = 'videos.home';

let browser: Browser;
let media: Media;
let proxy: TlsProxy;
let plain: Bank;
let secure: Bank;
beforeAll(async () => {
  browser = await openBrowser([`--host-resolver-rules=MAP *.home 127.0.0.1`]);
  media = await drawMedia();
  proxy = await openTlsProxy(PROXY);
  const settings = { passphrase: PASSPHRASE };
  plain = await openBank({ ...settings, reach: { accessKey, host: '0.0.0.0' } });
  secure = await openBank({ ...settings, reach: { accessKey, address: proxy.url } });
  proxy.leadTo(secure.url);
}, 180_000);
afterAll(async () => {
  await Promise.all([browser.close(), proxy.close(), plain.close(), secure.close()]);
});

let tab: Tab;
afterEach(async () => {
  await tab.close();
  expect(tab.pageErrors).toEqual([]);
});

const signIn = async (url: string) => {
  await tab.page.goto(url);
  return tab.page.evaluate(
    `fetch('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ passphrase: '${PASSPHRASE}' }),
    }).then(({ status }) => status)`,
  );
};

/** Uploads a video on the page at this address, and follows it to its result. */
const upload = async (bank: Bank, url: string) => {
  const { page } = tab;
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(originOf(request.url())));
  page.on('websocket', (socket) => asked.add(originOf(socket.url())));
  await choose(page, url, file('clip.webm', media.video));
  const id = await shownSession(page);
  const story = tellStory(bank, media, id);
  await story.makeGif();
  const preview = page.getByRole('img', { name: 'Moving preview of clip.webm' });
  await preview.waitFor();
  await story.finish();
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();
  const stored = await bank.readSource(`videos/${id}/clip.webm`);
  return { id, asked, stored };
};

const originOf = (url: string) => {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
};

describe('from another machine in the house', () => {
  test('the owner signs in, uploads, and gets live results at the page’s address', async () => {
    const address = plain.url.replace('127.0.0.1', NAS);
    tab = await browser.openTab();
    expect(await signIn(address)).toBe(204);

    const { asked, stored } = await upload(plain, address);

    expect(stored).toEqual(media.video);
    expect([...asked].filter(isOfNetwork).sort()).toEqual([address, socketOf(address)]);
  });

  test('nobody can upload without the passphrase', async () => {
    const address = plain.url.replace('127.0.0.1', NAS);
    tab = await browser.openTab();
    await tab.page.goto(address);

    const status = await tab.page.evaluate(
      `fetch('/signed-url?file=clip.webm&size=10').then((answer) => answer.status)`,
    );

    expect(status).toBe(401);
  });

  test('nobody can chat with the bot, which has no passphrase', async () => {
    tab = await browser.openTab();

    const answer = await tab.page.goto(`${plain.url.replace('127.0.0.1', NAS)}/messenger`);

    expect(answer?.status()).toBe(403);
  });
});

test('behind a TLS proxy everything goes through the proxy, with a secure cookie', async () => {
  tab = await browser.openTab({ ignoreHTTPSErrors: true });
  expect(await signIn(proxy.url)).toBe(204);
  const [cookie] = await tab.page.context().cookies();
  expect(cookie).toMatchObject({ name: '__Host-video-bank', secure: true, domain: PROXY });

  const { asked, stored } = await upload(secure, proxy.url);

  expect(stored).toEqual(media.video);
  expect([...asked].filter(isOfNetwork).sort()).toEqual([proxy.url, socketOf(proxy.url)]);
});

const isOfNetwork = (origin: string) => /^(?:http|ws)s?:/u.test(origin);
const socketOf = (url: string) => url.replace('http', 'ws');
