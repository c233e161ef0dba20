import type { Deletion } from '@video-service/shared/deletions';
import type { SourceVideo, StepDone } from '@video-service/shared/messages';
import { type ObjectBody, ObjectGone } from '@video-service/shared/s3';
import type { CaptureFile } from '../media/making/extract-captures.ts';
import type { CreateCapturesPorts } from '../create-captures/create-captures.ts';
import type { CreateGifPorts } from '../create-gif/create-gif.ts';
import type { CreateSessionPorts } from '../create-session/create-session.ts';
import type { GetLabelsPorts } from '../get-labels/get-labels.ts';
import type { RecordFailurePorts } from '../record-failure/record-failure.ts';
import type { SweepPorts } from '../status/sweep-sessions.ts';
import { label } from '@video-service/shared/testing/example-metadata';
import type { Labelling } from '@video-service/shared/label-row';
import { facts } from './example.ts';
import { fakeLabelStore } from './fake-label-store.ts';
import { fakeSessionStore } from './fake-session-store.ts';

/** What the video of the tests shows; the last frame repeats the one before. */
const CAPTURES: CaptureFile[] = [
  { frame: '0', time: 0, kind: 'keyframe', file: '/tmp/0.png' },
  { frame: '500', time: 0.5, kind: 'keyframe', file: '/tmp/1.png' },
  { frame: '1000', time: 1, kind: 'keyframe', sameAs: '500' },
];

const TILES = [
  { start: 0, end: 0.5, left: 0, top: 0, width: 192, height: 108 },
  { start: 0.5, end: 2, left: 192, top: 0, width: 192, height: 108 },
];

export type AllPorts = CreateSessionPorts &
  CreateGifPorts &
  CreateCapturesPorts &
  GetLabelsPorts &
  SweepPorts &
  RecordFailurePorts;

export type FakePorts = ReturnType<typeof fakePorts>;

/** Every port of every step in memory, and what has happened there. */
export const fakePorts = (captures = CAPTURES) => {
  let clock = Date.parse('2026-11-22T12:00:00.000Z');
  const now = () => clock;
  const started: SourceVideo[] = [];
  const ordered: Deletion[] = [];
  const published: StepDone[] = [];
  const pictures = new Map<string, string>();
  const renders = fakeRenders();
  const paid: string[] = [];
  const counted: string[] = [];

  const ports = {
    sessions: fakeSessionStore(now),
    labels: fakeLabelStore(),
    renders,
    startRender: async (video: SourceVideo) => void started.push(video),
    deleteAgain: async (deletion: Deletion) => void ordered.push(deletion),
    publish: async (done: StepDone) => void published.push(done),
    renderPreviews: async () => ({
      gif: Buffer.from('GIF89a'),
      poster: Buffer.from('JPEG'),
      video: Buffer.from('MP4'),
      storyboard: { picture: Buffer.from('JPEGs'), tiles: TILES },
    }),
    extractCaptures: async (_, use) => use({ captures, facts, tags: {} }),
    describeSource: async () => undefined,
    zone: 'UTC',
    capturesWait: async (): Promise<boolean> => false,
    patienceSeconds: 300,
    putCapture: async (key: string, file: string) => void pictures.set(key, file),
    detectLabels: async (key: string): Promise<Labelling> => {
      paid.push(key);
      return { labels: [label('Clock', 90), label('Person', 80)], model: '3.0' };
    },
    usdPerImage: 0.001,
    count: ({ status, error }: Parameters<AllPorts['count']>[0]) =>
      void counted.push(status === 1 ? 'ready' : (error?.code ?? '')),
    deadlineSeconds: 900,
    now,
  } satisfies AllPorts;

  return {
    ...ports,
    started,
    ordered,
    published,
    pictures,
    paid,
    counted,
    pass: (seconds: number) => void (clock += seconds * 1000),
    /** All persistent state. */
    state: () =>
      structuredClone({
        sessions: ports.sessions.rows,
        labels: ports.labels.rows,
        renders: renders.objects,
        pictures,
      }),
  };
};

const fakeRenders = () => {
  const objects = new Map<string, string>();
  const contentTypes = new Map<string, string>();
  const put = async (key: string, { body, contentType }: ObjectBody) => {
    objects.set(key, String(body));
    contentTypes.set(key, contentType);
  };
  return {
    objects,
    contentTypes,
    put,
    async create(key: string, object: ObjectBody) {
      if (objects.has(key)) return false;
      await put(key, object);
      return true;
    },
    async readVersion(key: string) {
      const text = objects.get(key);
      if (text === undefined) throw new ObjectGone('deleted');
      // The same text is never written twice, so that it can serve as its own eTag.
      return { text, etag: text };
    },
    async replace(key: string, object: ObjectBody, etag: string) {
      if (objects.get(key) !== etag) return false;
      await put(key, object);
      return true;
    },
  };
};
