import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { APP_SCOPED_ID } from '../../../messenger/graph-request.ts';

const PART_BYTES = 5 * 1024 * 1024;

const Signed = v.object({
  session: v.string(),
  url: v.string(),
  headers: v.record(v.string(), v.string()),
});
const Opened = v.object({ session: v.string(), key: v.string(), uploadId: v.string() });
const PageConfig = v.object({ webSocketUrl: v.string() });
const Link = v.object({ url: v.string() });
const LabelCounts = v.object({ labels: v.record(v.string(), v.number()) });
const Receipt = v.object({ done: v.boolean() });
const View = v.object({ status: v.number() });

/** What a person does with the page and the chat, using only their addresses. */
export const createPageUser = (page: string) => {
  const ask = async <Schema extends v.GenericSchema>(
    schema: Schema,
    path: string,
    init?: RequestInit,
  ) => v.parse(schema, await (await fetch(page + path, init)).json());
  const post = (path: string, type: string, body: string | Blob) =>
    fetch(page + path, { method: 'POST', headers: { 'content-type': type }, body });

  const connect = async (onText: (text: string) => void = () => undefined) => {
    const { webSocketUrl } = await ask(PageConfig, '/config.json');
    const socket = new WebSocket(webSocketUrl);
    socket.addEventListener('message', ({ data }) => onText(String(data)));
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    return socket;
  };
  const openParts = async () => {
    const size = String(PART_BYTES + 1);
    const clip = { filename: 'clip.mp4', type: 'video/mp4', metadata: { size } };
    const opened = await post('/s3/multipart', 'application/json', JSON.stringify(clip));
    const { session, key, uploadId } = v.parse(Opened, await opened.json());
    const addressOf = (part: string) =>
      `/s3/multipart/${encodeURIComponent(uploadId)}${part}?key=${encodeURIComponent(key)}`;
    return { session, addressOf };
  };

  const labelsOnceThere = async () => {
    for (let tries = 0; ; tries += 1) {
      const counts = await ask(LabelCounts, '/videos/labels');
      await ask(v.looseObject({}), '/videos/cameras');
      if (Object.keys(counts.labels).length > 0 || tries === 20) return counts;
      await setTimeout(300);
    }
  };

  return {
    signLink: (size: number) => ask(Signed, `/signed-url?file=clip.mp4&size=${size}`),

    /** Subscribes to a session, and views everything it reports. */
    async listen(session: string): Promise<void> {
      const socket = await connect((text) => void followLinks(page, text));
      socket.send(JSON.stringify({ action: 'subscribe', session }));
    },

    async sendByLink({ url, headers }: v.InferOutput<typeof Signed>, film: Blob): Promise<void> {
      await fetch(url, { method: 'PUT', headers, body: film });
    },

    /** Sends noise as a video, in parts; returns its session. */
    async uploadInParts(): Promise<string> {
      const { session, addressOf } = await openParts();
      for (const [index, bytes] of [PART_BYTES, 1].entries()) {
        const { url } = await ask(Link, addressOf(`/${index + 1}`));
        await fetch(url, { method: 'PUT', body: Uint8Array.from(randomBytes(bytes)) });
      }
      await fetch(page + addressOf('/complete'), { method: 'POST' });
      await fetch(page + addressOf(''));
      return session;
    },

    async giveUpParts(): Promise<void> {
      const { addressOf } = await openParts();
      await fetch(page + addressOf(''), { method: 'DELETE' });
      await fetch(page + addressOf(''));
    },

    /** Sends nonsense on one WebSocket, and leaves another. */
    async misuseSockets(): Promise<void> {
      const [nonsense, leaving] = [await connect(), await connect()];
      const closed = new Promise((resolve) => nonsense.addEventListener('close', resolve));
      nonsense.send('nonsense');
      leaving.send(JSON.stringify({ action: 'unsubscribe', session: randomUUID() }));
      leaving.send(JSON.stringify({ action: 'subscribe', session: 'library' }));
      await setTimeout(1000);
      leaving.close();
      await closed;
    },

    async chat(film: Blob): Promise<void> {
      await post('/messenger/messages', 'text/plain', 'Hello?');
      await post('/messenger/files?name=clip.mp4', 'video/mp4', film);
    },

    /** Lets the bot delete their videos, and Facebook request the same. */
    async leaveMessenger(): Promise<void> {
      await post('/messenger/messages', 'text/plain', 'Delete my videos!');
      await untilSaid(page, 'This cannot be undone');
      await post('/messenger/messages', 'text/plain', 'yes');
      await untilSaid(page, 'being deleted');
      const form = new URLSearchParams({ signed_request: signedRequest(APP_SCOPED_ID) });
      const { url } = await ask(Link, '/facebook/data-deletion', { method: 'POST', body: form });
      for (let tries = 0; tries < 100; tries += 1) {
        if (!(await (await fetch(url)).text()).includes('being worked on')) return;
        await setTimeout(300);
      }
    },

    /** Browses the library once it lists something, and everything that a label search shows. */
    async browse(): Promise<void> {
      const { labels } = await labelsOnceThere();
      await followLinks(page, await (await fetch(`${page}/videos`)).text());
      for (const label of Object.keys(labels).slice(0, 1))
        await followLinks(page, await (await fetch(`${page}/videos?label=${label}`)).text());
    },

    /** Protects a video from retention rules, and undoes that. */
    async keep(session: string): Promise<void> {
      for (const method of ['PUT', 'DELETE'])
        await fetch(`${page}/videos/${session}/keep`, { method });
    },

    /** Asks where a video is. */
    locate: (session: string) => fetch(`${page}/videos/${session}/where`),

    /** Deletes a video that never existed. */
    deleteNothing: () => fetch(`${page}/videos/${randomUUID()}`, { method: 'DELETE' }),

    /** Deletes a video, and waits until its receipt says that it is gone everywhere. */
    async delete(session: string): Promise<boolean> {
      await fetch(`${page}/videos/${session}`, { method: 'DELETE' });
      for (let tries = 0; tries < 200; tries += 1) {
        const { done } = await ask(Receipt, `/videos/${session}/receipt`);
        if (done) return true;
        await setTimeout(300);
      }
      return false;
    },

    /** The status of a session, after viewing everything it shows; undefined if it does not exist (any more). */
    async look(session: string): Promise<number | undefined> {
      await (await fetch(`${page}/metadata/${session}/chapters.vtt`)).text();
      const answer = await fetch(`${page}/metadata/${session}`);
      if (!answer.ok) return undefined;
      const text = await answer.text();
      await followLinks(page, text);
      return v.parse(v.pipe(v.string(), v.parseJson(), View), text).status;
    },
  };
};

// The chat repeats everything for a new client.
const untilSaid = async (page: string, words: string): Promise<void> => {
  const controller = new AbortController();
  const { body } = await fetch(`${page}/messenger/events`, { signal: controller.signal });
  let heard = '';
  for await (const chunk of body ?? []) {
    heard += Buffer.from(chunk).toString();
    if (heard.includes(words)) break;
  }
  controller.abort();
};

// As Facebook signs:
// https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
const signedRequest = (user_id: string): string => {
  const payload = JSON.stringify({ algorithm: 'HMAC-SHA256', user_id });
  const text = Buffer.from(payload).toString('base64url');
  return `${createHmac('sha256', 'local-app-secret').update(text).digest('base64url')}.${text}`;
};

// Links are in quotation marks or, in a track, at the beginning of a line.
const LINK = /(?:"|^)(https?:[^"#\s]+|\/metadata\/[^"]+)/gmu;

const followLinks = async (page: string, text: string): Promise<void> => {
  await Promise.all(
    Array.from(text.matchAll(LINK), async ([, link = '']) => {
      const answer = await (await fetch(new URL(link, page))).text();
      if (link.endsWith('.vtt')) await followLinks(page, answer);
    }),
  );
};
